// The desk's words for what the contract writes as keys. Unknown keys are shown readable, never hidden.
import type {
  Delivery,
  Enquiry,
  EnquiryRow,
  Outcome,
  PersonPanel,
  Presence,
  State,
} from "../shared/contract";
import { shortTime } from "../shared/dates";
import { shown } from "../shared/telephone";
import type { Running } from "../shared/countdown";
import type { IconName } from "../shared/icons";

/** "repair_report" as "repair report". */
export const readable = (key: string): string => key.replace(/_/gu, " ");

const STATES: Record<string, string> = {
  with_bot: "With the assistant",
  waiting: "Waiting",
  offered: "Offered",
  with_colleague: "With a colleague",
  snoozed: "Snoozed",
  callback_booked: "Call-back booked",
  closed: "Closed",
};

export function stateWords(row: Pick<EnquiryRow, "state" | "owner" | "mine" | "offered_to_me">): string {
  if (row.state === "closed") return stateName("closed");
  if (row.offered_to_me) return "Offered to you";
  if (row.mine)
    return row.state === "with_colleague" ? "Yours" : `Yours, ${stateName(row.state).toLowerCase()}`;
  if (row.owner !== null && row.state === "with_colleague") return `With ${row.owner.name}`;
  return stateName(row.state);
}

export const stateName = (state: State): string => STATES[state] ?? readable(state);

export const CHANNELS: Record<string, { label: string; icon: IconName }> = {
  sms: { label: "Text message", icon: "sms" },
  whatsapp: { label: "WhatsApp", icon: "whatsapp" },
  email: { label: "Email", icon: "mail" },
  telegram: { label: "Telegram", icon: "plane" },
  messenger: { label: "Messenger", icon: "bolt" },
  instagram: { label: "Instagram", icon: "camera" },
  webchat: { label: "Web chat", icon: "chat" },
  phone: { label: "Phone", icon: "phone" },
  counter: { label: "At the counter", icon: "counter" },
};

export const channel = (key: string): { label: string; icon: IconName } =>
  CHANNELS[key] ?? { label: readable(key), icon: "chat" };

/** A channel inside a sentence: "by email", "by WhatsApp". */
export function byChannel(key: string): string {
  const { label } = channel(key);
  return `by ${["sms", "email", "webchat"].includes(key) ? label.toLowerCase() : label}`;
}

/** Calls and visits, which colleagues log: nothing can be sent there. */
export const isLogged = (key: string): boolean => key === "phone" || key === "counter";

/** How long the channel takes free messages; nothing where it always does. */
export function windowWords(
  { window }: Pick<Enquiry, "window">,
  now: number,
): { text: string; open: boolean } | null {
  if (window === null) return null;
  const { until } = window;
  if (until !== null && Date.parse(until) > now)
    return { text: `Can be answered freely until ${shortTime(until, now)}`, open: true };
  return {
    text: "Outside the 24-hour window: a template will be sent, or choose another channel",
    open: false,
  };
}

const DELIVERIES: Record<string, { words: string; tone: "" | "late" | "soon"; icon: IconName }> = {
  queued: { words: "Waiting to be sent", tone: "", icon: "clock" },
  held: { words: "Held, not sent", tone: "late", icon: "alarm" },
  sending: { words: "Being sent", tone: "", icon: "clock" },
  uncertain: { words: "Not sure it was sent, checking", tone: "soon", icon: "help" },
  accepted: { words: "Handed to the network", tone: "", icon: "tick" },
  sent: { words: "Sent", tone: "", icon: "tick" },
  delivered: { words: "Delivered", tone: "", icon: "ticks" },
  read: { words: "Read", tone: "", icon: "ticks" },
  failed: { words: "Not delivered", tone: "late", icon: "alarm" },
};

export const delivery = (state: Delivery) =>
  DELIVERIES[state] ?? { words: readable(state), tone: "" as const, icon: "clock" as const };

export const PRESENCES: Record<Presence, string> = {
  available: "Available",
  busy: "Busy, no new offers",
  away: "Away",
  off: "Off shift",
};

export const OUTCOMES: Record<Outcome, string> = {
  resolved: "Resolved: what they needed is done",
  answered: "Answered: they know what they asked",
  passed_on: "Passed on to another team or agency",
  no_reply: "No reply: we asked and heard nothing",
  not_ours: "Not ours: wrong number, spam, another landlord",
};

/** A person's name, or what else they can be called by: the contract's name may be empty. */
export const nameOf = ({ name, address }: Pick<PersonPanel, "name" | "address">): string =>
  shown(name || address) || "Tenant";

/** True emergencies only: the contract's key may be empty or "none". */
export const isEmergency = (row: Pick<EnquiryRow, "emergency">): boolean =>
  row.emergency !== null && row.emergency !== "" && row.emergency !== "none";

export const emergencyWords = (row: Pick<EnquiryRow, "emergency" | "emergency_label" | "level">): string =>
  [row.emergency_label || readable(row.emergency ?? ""), row.level === "life" ? "danger to life" : ""]
    .filter(Boolean)
    .join(", ");

/** What a countdown is about: "First answer from a colleague, due 14:05". */
export function promiseWords(label: string, { at, met_at: met }: Running, now: number): string {
  const kept = met == null ? "" : `, kept ${shortTime(met, now)}`;
  return `${label || "Promise"}, due ${shortTime(at, now)}${kept}`;
}
