// A call or a visit while it is being logged: what was typed, kept for as long as the tab lives, and what is sent of it. Pure but for the store
// that it is handed.
import type { Caller, Contact, ContactOutcome } from "../shared/contract";
import { timeOf } from "../shared/dates";

export interface Typed {
  channel: "phone" | "counter";
  /** What stands in the box; a number, a name, or nothing. */
  who: string;
  /** Whoever was chosen from the list. */
  caller: Caller | null;
  /** The topic's name, and what stands in its box. */
  topic: string;
  about: string;
  summary: string;
  outcome: ContactOutcome;
  emergency: boolean;
  kind: string;
  /** Somebody was asked and said that it is none. */
  noEmergency: boolean;
  /** When the dialog was opened, or what was set instead. */
  began: string;
  rang: string;
  lasted: string;
}

export const empty = (began: string): Typed => ({
  channel: "phone",
  who: "",
  caller: null,
  topic: "",
  about: "",
  summary: "",
  outcome: "needs_somebody",
  emergency: false,
  kind: "",
  noEmergency: false,
  began,
  rang: "",
  lasted: "",
});

/** Nothing that it would be a pity to lose. */
export const untouched = ({ who, about, summary }: Typed): boolean =>
  who === "" && about === "" && summary.trim() === "";

/** What is sent; an unfinished box says what is missing in the server's words. */
export function contact(typed: Typed): Contact {
  return {
    channel: typed.channel,
    ...whoever(typed),
    topic: typed.topic,
    summary: typed.summary.trim(),
    outcome: typed.outcome,
    emergency: typed.emergency ? true : typed.noEmergency ? false : null,
    kind: typed.emergency ? typed.kind : "",
    started_at: typed.began,
    rang_seconds: typed.channel === "phone" ? figure(typed.rang, 1) : null,
    lasted_seconds: figure(typed.lasted, 60),
  };
}

function whoever({ who, caller }: Typed): Pick<Contact, "person" | "tenancy" | "number" | "name"> {
  if (caller !== null) {
    const { person, tenancy, number, name } = caller;
    return { person: person ?? "", tenancy, number, name };
  }
  const written = who.trim();
  const number = /^[\d\s()+.-]{5,}$/u.test(written);
  return { person: "", tenancy: "", number: number ? written : "", name: number ? "" : written };
}

/** A figure in seconds; null where there is none. */
function figure(written: string, unit: number): number | null {
  const value = Number(written.replace(",", "."));
  return written.trim() === "" || Number.isNaN(value) || value < 0 ? null : Math.round(value * unit);
}

const DAY_MIN = 24 * 60;
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The instant of the time of day that was typed ("14:05"), the last one before now: nothing is logged that has not happened. */
export function beganAt(typed: string, now: number): string {
  if (!/^\d{2}:\d{2}/u.test(typed)) return new Date(now).toISOString();
  const back = (minutes(timeOf(new Date(now).toISOString())) - minutes(typed) + DAY_MIN) % DAY_MIN;
  return new Date(now - back * 60_000).toISOString();
}

const KEY = "doorstep contact";

interface Kept {
  typed: Typed | null;
  tried: { id: string; what: string } | null;
}

/** Keeps what is typed until it was taken. The same contact tried again has the same id. */
export class ContactDraft {
  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
    private readonly newId: () => string,
  ) {}

  /** What was left, or an empty one that begins now. */
  read(now: number): Typed {
    const { typed } = this.kept();
    const began = new Date(now).toISOString();
    return typed === null || untouched(typed) ? empty(began) : { ...empty(began), ...typed };
  }

  keep(typed: Typed): void {
    this.write({ ...this.kept(), typed });
  }

  attempt(sent: Contact): string {
    const { typed, tried } = this.kept();
    const what = JSON.stringify(sent);
    if (tried?.what === what) return tried.id;
    const id = this.newId();
    this.write({ typed, tried: { id, what } });
    return id;
  }

  forget(): void {
    this.storage.removeItem(KEY);
  }

  private kept(): Kept {
    try {
      return {
        typed: null,
        tried: null,
        ...(JSON.parse(this.storage.getItem(KEY) ?? "{}") as Partial<Kept>),
      };
    } catch {
      return { typed: null, tried: null };
    }
  }

  private write(kept: Kept): void {
    try {
      this.storage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // A full store: what was typed is still in the boxes.
    }
  }
}
