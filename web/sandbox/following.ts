// A log that stays at its end as long as its reader is there.
import type { LitElement } from "lit";

const CLOSE_PX = 60;

export class Following {
  private atEnd = true;

  constructor(private readonly host: LitElement) {}

  /** Before something is drawn: is the reader at the end? */
  before(): void {
    const log = this.host.renderRoot.querySelector(".log");
    this.atEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < CLOSE_PX;
  }

  after(): void {
    const log = this.host.renderRoot.querySelector(".log");
    if (log !== null && this.atEnd) log.scrollTop = log.scrollHeight;
  }
}
