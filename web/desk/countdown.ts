// <desk-countdown>: one promise's clock, running each second on the server's time. Shape and words tell what colour tells.
import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { base } from "../shared/base";
import { countdown, type Running } from "../shared/countdown";
import { icon } from "../shared/icons";
import type { ServerTime } from "../shared/server-time";
import { promiseWords } from "./wording";

const AROUND = 2 * Math.PI * 5;

@customElement("desk-countdown")
export class DeskCountdown extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
      }
      .clock {
        display: inline-flex;
        align-items: center;
        gap: 5px;
        padding: 0 6px 0 4px;
        border-radius: 4px;
        font-size: 12px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
        line-height: 20px;
        white-space: nowrap;
      }
      .calm,
      .met {
        background: var(--ok-soft);
        color: var(--ok);
      }
      .soon {
        background: var(--soon-soft);
        color: var(--soon);
      }
      .late {
        background: var(--late-soft);
        color: var(--late);
      }
      .overdue {
        background: var(--alarm);
        color: var(--on-alarm);
      }
      .kept {
        background: var(--hover);
      }
      .track {
        opacity: 0.25;
      }
    `,
  ];

  @property({ attribute: false }) clock: Running | null = null;
  @property({ attribute: false }) time!: ServerTime;
  /** What the clock is for, said before it. */
  @property() label = "";

  private ticker: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticker = setInterval(() => document.hidden || this.requestUpdate(), 1_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.ticker);
  }

  protected override render() {
    if (this.clock === null) return nothing;
    const now = this.time.now();
    const { gone, tone, short, overdue } = countdown(this.clock, now);
    const lateButKept = tone === "late" && !overdue && this.clock.met_at != null;
    const about = promiseWords(this.label, this.clock, now);
    return html`<span
      class="clock ${tone} ${overdue ? "overdue" : ""} ${lateButKept ? "kept" : ""}"
      title=${about}
    >
      ${overdue ? icon("alarm", 12) : tone === "met" || lateButKept ? icon("tick", 12) : ring(gone)}
      <span class="hush">${about}: </span>${short}
    </span>`;
  }
}

const ring = (gone: number) =>
  html`<svg width="12" height="12" viewBox="0 0 12 12" fill="none" aria-hidden="true">
    ${svg`<circle class="track" cx="6" cy="6" r="5" stroke="currentColor" stroke-width="2"/>
  <circle cx="6" cy="6" r="5" stroke="currentColor" stroke-width="2" transform="rotate(-90 6 6)"
    stroke-dasharray="${(1 - gone) * AROUND} ${AROUND}"/>`}
  </svg>`;
