// Instants and days in words, in London time, since the landlord and its tenants live there.

const ZONE = "Europe/London";
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const dayKey = new Intl.DateTimeFormat("en-CA", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});
const longDay = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  weekday: "long",
  day: "numeric",
  month: "long",
});
const shortDay = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "numeric", month: "short" });
const fullDay = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  day: "numeric",
  month: "short",
  year: "numeric",
});

const DAY_MS = 86_400_000;

/** "14:05". */
export const timeOf = (instant: string): string => clock.format(new Date(instant));

/** "2026-03-01", the London day; equal for instants of one day. */
export const dayOf = (instant: string | number): string => dayKey.format(new Date(instant));

/** "Today", "Yesterday" or "Monday 2 March". */
export function dayName(instant: string, now: number): string {
  const day = dayOf(instant);
  if (day === dayOf(now)) return "Today";
  if (day === dayOf(now - DAY_MS)) return "Yesterday";
  const date = new Date(instant);
  return Math.abs(now - date.getTime()) > 300 * DAY_MS ? fullDay.format(date) : longDay.format(date);
}

/** "14:05" today, "yesterday 14:05", "2 Mar 14:05" else. */
export function shortTime(instant: string, now: number): string {
  const day = dayOf(instant);
  if (day === dayOf(now)) return timeOf(instant);
  if (day === dayOf(now - DAY_MS)) return `yesterday ${timeOf(instant)}`;
  return `${shortDay.format(new Date(instant))} ${timeOf(instant)}`;
}

/** "02/03/2026", as somebody in this country types the ISO day; anything else comes back as it is. */
export const figuresOf = (day: string): string => day.replace(/^(\d{4})-(\d{2})-(\d{2})$/u, "$3/$2/$1");

/** "2 Mar 2026"; takes an ISO day or instant. Anything else comes back as it is: 02/03/2026 is read differently in different countries. */
export function dateOf(day: string): string {
  const date = new Date(day);
  return !/^\d{4}-\d{2}-\d{2}/u.test(day) || Number.isNaN(date.getTime()) ? day : fullDay.format(date);
}
