// What a clock looks like at a given moment: how far it has run, how urgent that is, and the words. Pure; the ticking is elsewhere.

export interface Running {
  started: string;
  at: string;
  state: "running" | "met" | "breached";
  /** When it was met, where that is known: a clock that was met stands still. */
  met_at?: string | null;
}

export type Tone = "calm" | "soon" | "late" | "met";

export interface Countdown {
  /** 0 to 1, how much of the time has gone. */
  gone: number;
  tone: Tone;
  /** "42 min left", "12 min late", for the eye. */
  short: string;
  overdue: boolean;
}

const AMBER = 0.5;
const RED = 0.83;

/** `now` in milliseconds of the server's clock. */
export function countdown(clock: Running, now: number): Countdown {
  const due = Date.parse(clock.at);
  const started = Date.parse(clock.started);
  const gone = due > started ? Math.min(1, Math.max(0, (now - started) / (due - started))) : 1;
  const met = clock.met_at == null ? NaN : Date.parse(clock.met_at);
  if (met > due) return { gone: 1, tone: "late", short: `kept ${span(met - due)} late`, overdue: false };
  if (clock.state === "met" || met <= due) return { gone: 1, tone: "met", short: "kept", overdue: false };
  const left = due - now;
  if (left < 0 || clock.state === "breached") {
    return { gone: 1, tone: "late", short: `${span(Math.max(0, -left))} late`, overdue: true };
  }
  const tone = gone >= RED ? "late" : gone >= AMBER ? "soon" : "calm";
  return { gone, tone, short: `${span(left)} left`, overdue: false };
}

/** Broken, and still waited for. */
export const isOverdue = (clock: Running, now: number): boolean => countdown(clock, now).overdue;

/** "0:45", "9:05", "42 min", "3 h 05", "2 d 4 h"; seconds only where they matter. */
export function span(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (minutes < 10) return `${minutes}:${two(seconds % 60)}`;
  if (minutes < 60) return `${minutes} min`;
  if (hours < 24) return `${hours} h ${two(minutes % 60)}`;
  if (days < 10 && hours % 24 > 0) return `${days} d ${hours % 24} h`;
  return `${days} d`;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** "just now", "4 min ago", "3 h ago", "2 d ago". */
export function ago(instant: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(instant)) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} d ago`;
}
