// What every device does: it polls each second, shows what it sent at once, and what became of it. Looks are elsewhere.
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { words } from "../shared/http";
import { entries, write, type Entry, type Writing } from "./api";
import { askAfter, merged } from "./entries";

const EVERY_MS = 1_000;

/** Where somebody is reached. */
export interface Place {
  channel: string;
  address: string;
}

export class Device implements ReactiveController {
  entries: readonly Entry[] = [];
  /** What was written and is not yet among the entries. */
  onItsWay = "";
  error = "";
  away = false;

  private timer: ReturnType<typeof setTimeout> | undefined;
  private connected = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly place: () => Place,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.connected = true;
    void this.poll();
  }

  hostDisconnected(): void {
    this.connected = false;
    clearTimeout(this.timer);
  }

  /** Whether it was taken; where not, `error` says why and nothing was sent. */
  async write(writing: Writing): Promise<boolean> {
    if (this.onItsWay !== "") return false;
    this.onItsWay = writing.tapped ?? writing.text;
    this.error = "";
    this.host.requestUpdate();
    try {
      const { channel, address } = this.place();
      const { status } = await write(channel, address, writing);
      if (status >= 300 || status === 0) throw new Error(`The system did not take this message (${status}).`);
      await this.poll();
      return true;
    } catch (error) {
      this.error = words(error);
      return false;
    } finally {
      this.onItsWay = "";
      this.host.requestUpdate();
    }
  }

  private async poll(): Promise<void> {
    clearTimeout(this.timer);
    try {
      const { channel, address } = this.place();
      const { messages } = await entries(channel, address, askAfter(this.entries));
      this.entries = merged(this.entries, messages);
      this.away = false;
    } catch {
      this.away = true;
    }
    this.host.requestUpdate();
    if (this.connected) this.timer = setTimeout(() => void this.poll(), EVERY_MS);
  }
}
