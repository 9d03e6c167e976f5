// The nouns that travel between browser and server, as docs/api.yaml writes them. Types only; nothing of ours is invented here.

/** ISO 8601 in UTC with a Z. */
export type Instant = string;
/** Opaque: compare with `sameId`, never look inside. */
export type Id = string | number;
/** Opaque place in the stream of live events. */
export type Cursor = string | number;

export interface ChatMessage {
  seq: number;
  author: "tenant" | "bot" | "colleague";
  name: string;
  text: string;
  buttons?: string[] | null;
  at: Instant;
  /** The client's own id, on the client's own messages. */
  id?: string | null;
}

export interface ChatSession {
  token: string;
  messages: ChatMessage[];
  landlord: string;
  disclosure: string;
}

export type FromChatServer =
  | { type: "messages"; messages: ChatMessage[] }
  | { type: "typing" }
  | { type: "taken"; id: string; seq: number }
  | { type: "error"; error: string; id?: string };

export type ToChatServer =
  | { type: "hello"; token: string; after: number }
  | { type: "say"; id: string; text: string }
  | { type: "typing" };

export type Presence = "available" | "busy" | "away" | "off";

export interface Me {
  id: Id;
  name: string;
  first_name: string;
  teams: string[];
  roles: string[];
  presence: Presence;
  capacity: number;
  load: number;
  csrf: string;
  landlord: string;
}

export type State =
  "with_bot" | "waiting" | "offered" | "with_colleague" | "snoozed" | "callback_booked" | "closed";

export interface Due {
  promise: string;
  label: string;
  at: Instant;
  started: Instant;
  state: "running" | "met" | "breached";
  warned: number;
  /** Later than `at` where it was kept late. */
  met_at: Instant | null;
}

export interface EnquiryRow {
  id: Id;
  reference: string;
  topic: string;
  topic_label: string;
  state: State;
  priority: string;
  /** Kind of emergency, empty or "none" where there is none. */
  emergency: string | null;
  emergency_label: string | null;
  level: string | null;
  team: string;
  owner: { id: Id; name: string } | null;
  mine: boolean;
  offered_to_me: boolean;
  offer_expires: Instant | null;
  person: string;
  channel: string;
  snippet: string;
  created_at: Instant;
  unanswered_since: Instant | null;
  due: Due | null;
  acknowledged: { by: "bot" | "colleague"; at: Instant } | null;
  summary: string;
  notice: string;
  unread: boolean;
  delivery_trouble: boolean;
}

export type Delivery =
  "queued" | "held" | "sending" | "uncertain" | "accepted" | "sent" | "failed" | "delivered" | "read";

export interface Media {
  url: string | null;
  type: string;
  state: string;
}

export interface DeskMessage {
  id: Id;
  seq: number;
  direction: "in" | "out";
  author: string;
  name: string;
  text: string;
  at: Instant;
  channel: string;
  urgent: boolean;
  delivery: Delivery | null;
  error: string | null;
  late: boolean;
  media: Media[];
  understanding: { topic: string; confidence: number; emergency: string | null } | null;
  /** The message as it came, where `text` is only what is new in it. */
  whole: string;
  /** Why it was not answered by itself. */
  automatic: string;
  /** What staff should know of it. */
  note: string;
  /** It belongs to an enquiry one may not see; the text says so. */
  hidden: boolean;
  failed: Failed | null;
}

/** What can be done about a reply that did not arrive. */
export interface Failed {
  again: boolean;
  opted_out: boolean;
  /** The channel by which it went instead. */
  sent_by: string | null;
  elsewhere: Way[];
}

/** Another address of the same person. */
export interface Way {
  channel: string;
  address: string;
  opted_out: boolean;
  /** Anything may be sent there freely just now. */
  open: boolean;
}

export interface Note {
  at: Instant;
  who: string;
  text: string;
}

export interface Clock {
  promise: string;
  label: string;
  started_at: Instant;
  due_at: Instant;
  met_at: Instant | null;
  met_by: string | null;
  breached_at: Instant | null;
  warned: number;
}

export interface Tenancy {
  reference: string;
  tenure: string;
  address: string;
  since: string;
  officer: string;
  vulnerabilities: string[];
  holders: string[];
}

export interface Rent {
  balance_pence: number;
  as_at: Instant;
  next_charge_pence: number;
  next_charge_on: string;
}

export interface Repair {
  reference: string;
  summary: string;
  priority: string;
  status: string;
  due_on: string | null;
}

export interface OtherEnquiry {
  id: Id;
  reference: string;
  topic_label: string;
  state: State;
  created_at: Instant;
}

export interface PersonPanel {
  name: string;
  channel: string;
  address: string;
  proven: boolean;
  language: string;
  flags: string[];
  tenancy: Tenancy | null;
  rent: Rent | null;
  repairs: Repair[];
  other_enquiries: OtherEnquiry[];
  records_down: boolean;
}

export interface HistoryEntry {
  at: Instant;
  who: string;
  what: string;
  why: string;
}

export interface Why {
  chosen: string | null;
  candidates: { name: string; score: number; parts: Record<string, unknown> }[];
  excluded: { name: string; because: string }[];
}

export type Action = "take" | "accept" | "decline" | "reply" | "note" | "close" | "release" | "reopen";
export type Outcome = "resolved" | "answered" | "passed_on" | "no_reply" | "not_ours";

/** The row and the rest; where a row's `person` is a name, here it is the whole panel. */
export interface Enquiry extends Omit<EnquiryRow, "person"> {
  person: PersonPanel;
  messages: DeskMessage[];
  notes: Note[];
  clocks: Clock[];
  history: HistoryEntry[];
  offer: Record<string, unknown> | null;
  why: Why | null;
  can: Action[];
  /** What a reply of mine ends with, after an empty line; empty where the channel shows names. */
  signature: string;
  subject: string;
  /** An answer can be sent where the enquiry is held. */
  connected: boolean;
  /** Until when the channel takes free messages; null where it always does. */
  window: { until: Instant | null } | null;
}

export interface Choice {
  name: string;
  label: string;
}

/** What a logged contact can be about. */
export interface Choices {
  topics: Choice[];
  emergencies: Choice[];
}

/** Who it may be that rings; without `person` they stand in the landlord's records only. */
export interface Caller {
  person: Id | null;
  name: string;
  tenancy: string;
  home: string;
  number: string;
  channels: string[];
}

export type ContactOutcome = "dealt_with" | "needs_somebody" | "mine";

/** A call or a visit, as it is logged. */
export interface Contact {
  channel: "phone" | "counter";
  /** Empty where they are not known. */
  person: Id;
  tenancy: string;
  number: string;
  name: string;
  topic: string;
  summary: string;
  outcome: ContactOutcome;
  /** null: nobody said. */
  emergency: boolean | null;
  kind: string;
  started_at: Instant | null;
  rang_seconds: number | null;
  lasted_seconds: number | null;
}

export interface Alarm {
  id: Id;
  enquiry: Id;
  reference: string;
  label: string;
  level: string;
  raised_at: Instant;
  why: string;
  person: string;
}

export type View = "mine" | "waiting" | "all";

export interface EnquiryList {
  cursor: Cursor;
  now: Instant;
  items: EnquiryRow[];
  counts: Record<View, number>;
  alarms: Alarm[];
  next: string | number | null;
}

export interface LiveEvent {
  kind: "enquiry" | "alarm" | "presence" | "typing";
  enquiry: Id | null;
}

export interface Trouble {
  at: Instant;
  kind: string;
  detail: string;
  enquiry: Id | null;
}

export interface PublicFacts {
  landlord: string;
  phone: string | null;
  sms: string | null;
  opening: { day: string; hours: string }[];
  open_now: boolean;
  promise: { acknowledged_within_hour: number | null; enquiries: number; days: number };
  calls: {
    average_seconds: number | null;
    promised_seconds: number;
    answered_in_time: number | null;
    lost: number;
    calls: number;
    days: number;
  };
}
