// <desk-banners>: what interrupts: emergencies nobody has in hand, offers to me, and that what is shown may be old.
import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Alarm, EnquiryRow } from "../shared/contract";
import { base } from "../shared/base";
import { ago } from "../shared/countdown";
import { icon } from "../shared/icons";
import { shown } from "../shared/telephone";
import { accept, decline } from "./actions";
import { DeskElement } from "./element";
import { offerCountdown } from "./offer";
import { enquiryHref } from "./route";
import { readable } from "./wording";

@customElement("desk-banners")
export class DeskBanners extends DeskElement {
  static override styles = [
    base,
    css`
      .banner {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s1) var(--s3);
        padding: 6px var(--s4);
      }
      .banner p {
        flex: 1;
        min-width: 200px;
      }
      .banner strong {
        font-weight: 700;
      }
      .alarm {
        border-bottom: 1px solid rgb(255 255 255 / 25%);
        background: var(--alarm);
        color: var(--on-alarm);
      }
      .alarm a {
        color: inherit;
        font-weight: 650;
      }
      .alarm .button {
        border-color: #fff;
        background: #fff;
        color: #8c0f09;
        font-weight: 700;
      }
      .alarm :focus-visible {
        outline-color: #fff;
      }
      .word {
        font-size: 12px;
        font-weight: 800;
        letter-spacing: 0.04em;
      }
      .offer {
        border-bottom: 1px solid var(--line);
        background: var(--accent-soft);
      }
      .offer a {
        color: var(--ink);
        font-weight: 650;
      }
      .left {
        font-variant-numeric: tabular-nums;
        font-weight: 650;
        white-space: nowrap;
      }
      .old {
        background: var(--soon-soft);
        color: var(--soon);
        font-weight: 600;
      }
      .quiet-text {
        color: var(--ink-2);
      }
      .alarm .quiet-text {
        color: inherit;
      }
    `,
  ];

  protected override readonly ticks = true;
  private readonly asked = new Set<string>();

  protected override render() {
    const { alarms, offers, fresh } = this.desk;
    return html`
      <div role="alert" class="hush">
        ${alarms.map((alarm) => html`<p>Emergency: ${alarm.label}, ${alarm.person}</p>`)}
      </div>
      <div role="status" class="hush">
        ${offers.map((row) => html`<p>Offered to you: ${shown(row.person)}, ${row.topic_label}</p>`)}
      </div>
      ${repeat(
        alarms,
        ({ id }) => id,
        (alarm) => this.alarm(alarm),
      )}
      ${
        fresh
          ? nothing
          : html`<section class="banner old" role="alert">
              ${icon("offline")}
              <p>
                We cannot reach the server. What you see may be old. Keep typing: drafts are kept, and we keep
                trying.
              </p>
            </section>`
      }
      ${repeat(
        offers,
        ({ id }) => id,
        (offer) => this.offer(offer),
      )}
    `;
  }

  /** An offer whose time has run out is asked about once. */
  protected override updated(): void {
    const now = this.desk.now;
    const lapsed = this.desk.offers.filter(
      (row) => row.offer_expires !== null && Date.parse(row.offer_expires) < now,
    );
    const news = lapsed.filter((row) => !this.asked.has(`${row.id} ${row.offer_expires}`));
    for (const row of news) this.asked.add(`${row.id} ${row.offer_expires}`);
    if (news.length > 0) void this.desk.refresh();
  }

  private alarm(alarm: Alarm) {
    return html`<section class="banner alarm" aria-label="Emergency">
      ${icon("alarm", 18)}
      <p>
        <span class="word">EMERGENCY</span> <strong>${alarm.label || readable(alarm.why)}</strong>
        ${alarm.level === "life" ? html`· <strong>danger to life</strong>` : nothing} ·
        <a href=${enquiryHref("all", alarm.enquiry)}>${shown(alarm.person) || alarm.reference}</a>
        <span class="quiet-text">· “${alarm.why}” · ${ago(alarm.raised_at, this.desk.now)}</span>
      </p>
      <button class="button" @click=${() => void this.desk.seen(alarm)}>I have this</button>
    </section>`;
  }

  private offer(row: EnquiryRow) {
    return html`<section class="banner offer" aria-label="Offer">
      ${icon("person")}
      <p>
        Offered to you: <a href=${enquiryHref("mine", row.id)}>${shown(row.person)}, ${row.topic_label}</a>
        <span class="quiet-text">${row.reference}</span>
      </p>
      ${offerCountdown(row, this.desk.now)}
      <button
        class="button primary"
        ?disabled=${this.desk.busy}
        @click=${() => void accept(this.desk, row.id)}
      >
        Accept
      </button>
      <button class="button" ?disabled=${this.desk.busy} @click=${() => decline(this.desk, row.id)}>
        Decline
      </button>
    </section>`;
  }
}
