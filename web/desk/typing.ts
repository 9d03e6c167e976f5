// Which tenants are writing just now; each is believed for six seconds.
import type { Id, LiveEvent } from "../shared/contract";
import { Timers } from "../shared/timers";

const SHOWN_MS = 6_000;

export class Typing {
  private readonly enquiries = new Set<string>();
  private readonly timers = new Timers();

  constructor(private readonly changed: () => void) {}

  has(enquiry: Id): boolean {
    return this.enquiries.has(String(enquiry));
  }

  /** Takes note of those events that say so; a change to the enquiry ends it, for then the message is there. */
  apply(events: readonly LiveEvent[]): void {
    for (const { kind, enquiry } of events) {
      if (enquiry === null) continue;
      if (kind === "typing") this.begin(String(enquiry));
      else if (kind === "enquiry") this.end(String(enquiry));
    }
  }

  private begin(enquiry: string): void {
    this.enquiries.add(enquiry);
    this.timers.set(enquiry, SHOWN_MS, () => this.end(enquiry));
    this.changed();
  }

  private end(enquiry: string): void {
    this.timers.stop(enquiry);
    if (this.enquiries.delete(enquiry)) this.changed();
  }
}
