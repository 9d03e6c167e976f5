// What every part of the desk is: an element that is handed the desk and drawn again when the desk changes; some also tick each second.
import { LitElement, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import type { Desk } from "./desk";

export class DeskElement extends LitElement {
  @property({ attribute: false }) desk!: Desk;

  /** Elements that show running time say so here. */
  protected readonly ticks: boolean = false;

  private leave: (() => void) | null = null;
  private ticker: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.ticks) this.ticker = setInterval(() => document.hidden || this.requestUpdate(), 1_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.ticker);
    this.leave?.();
    this.leave = null;
  }

  protected override willUpdate(changes: PropertyValues): void {
    super.willUpdate(changes);
    this.leave ??= this.desk.watch(() => this.requestUpdate());
  }
}
