// Live updates: register, fetch, apply. After any break it fetches first and listens from there, so a dropped socket never hides a message.
import { waitMs } from "../shared/backoff";
import type { Cursor, LiveEvent } from "../shared/contract";
import { Timers } from "../shared/timers";

export interface LiveWorld {
  /** Opens the socket from a cursor; returns how to close it. */
  open(cursor: Cursor, on: { events(events: LiveEvent[]): void; closed(): void }): () => void;
  /** Fetches everything again; the cursor to listen from, or null where that failed. */
  fetch(): Promise<Cursor | null>;
  apply(events: LiveEvent[]): void;
  /** True while the socket is thought to live. */
  state(live: boolean): void;
  random(): number;
}

export class Live {
  private close: (() => void) | null = null;
  private tries = 0;
  private run = 0;
  private readonly timers = new Timers();

  constructor(private readonly world: LiveWorld) {}

  /** Fetches, then listens. */
  async begin(): Promise<void> {
    this.stop();
    await this.again();
  }

  private start(cursor: Cursor): void {
    this.stop();
    const run = ++this.run;
    this.close = this.world.open(cursor, {
      events: (events) => {
        if (run !== this.run) return;
        this.tries = 0;
        this.world.apply(events);
      },
      closed: () => run === this.run && this.lost(),
    });
    this.world.state(true);
  }

  stop(): void {
    this.run += 1;
    this.timers.stopAll();
    this.close?.();
    this.close = null;
  }

  private lost(): void {
    this.stop();
    this.world.state(false);
    this.timers.set("again", waitMs(this.tries++, this.world.random()), () => void this.again());
  }

  private async again(): Promise<void> {
    const run = this.run;
    const cursor = await this.world.fetch();
    if (run !== this.run) return;
    if (cursor === null) this.lost();
    else this.start(cursor);
  }
}
