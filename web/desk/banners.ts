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
import { enquiryHref, listHref } from "./route";
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
        min-width: 180px;
      }
      .banner strong {
        font-weight: 700;
      }
      .alarms {
        background: var(--alarm);
        color: var(--on-alarm);
      }
      .alarms h2 {
        display: flex;
        align-items: center;
        gap: var(--s3);
        padding: 5px var(--s4);
        background: rgb(0 0 0 / 22%);
        font-size: 14px;
        font-weight: 750;
      }
      /* Three and a half rows: that there are more is plain, and the work below keeps its room. */
      .scrolled {
        max-height: 150px;
        overflow-y: auto;
      }
      .facts {
        display: flex;
        align-items: center;
        gap: 0 var(--s2);
        min-width: 0;
      }
      .facts > * {
        flex: none;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .facts a {
        flex: 0 1 auto;
        min-width: 90px;
      }
      .facts .why {
        flex: 0 100 auto;
        min-width: 60px;
      }
      .facts .ago {
        opacity: 0.9;
      }
      .alarm + .alarm {
        border-top: 1px solid rgb(255 255 255 / 30%);
      }
      h2 + .scrolled .alarm {
        padding-block: 4px;
      }
      h2 + .scrolled .alarm > svg,
      h2 + .scrolled .word {
        display: none;
      }
      .danger {
        margin-inline: 2px;
        padding: 0 6px;
        border-radius: 4px;
        background: #fff;
        color: #8c0f09;
        font-weight: 750;
        white-space: nowrap;
      }
      /* Four slow pulses draw the eye, then it stands still; nobody who asked for calm sees them. */
      @media (prefers-reduced-motion: no-preference) {
        .life {
          animation: pulse 1.1s ease-in-out 4;
        }
      }
      @keyframes pulse {
        50% {
          background: color-mix(in srgb, var(--alarm) 55%, #000);
        }
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
      .offer p {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .more {
        color: var(--ink);
      }
      @media (width < 720px) {
        .banner {
          padding-inline: var(--s3);
        }
        .banner > svg {
          display: none;
        }
        .offer p {
          flex-basis: 100%;
        }
        .offer .left {
          flex: 1;
        }
        .facts {
          flex-wrap: wrap;
        }
        .facts .what {
          flex: 1 0 100%;
          display: flex;
          gap: var(--s1);
        }
        .facts strong {
          overflow: hidden;
          text-overflow: ellipsis;
        }
        .banner .more {
          position: absolute;
          right: var(--s3);
          top: 6px;
        }
        .banner.offer:has(.more) p {
          padding-right: 84px;
        }
        .offer {
          position: relative;
        }
        .facts a {
          flex: 0 1 auto;
          max-width: calc(100% - 90px);
        }
        .scrolled {
          max-height: 172px;
        }
        .facts .why {
          display: none;
        }
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
      ${alarms.length === 0 ? nothing : this.alarms(alarms)}
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
      ${soonest(offers).map((offer) => this.offer(offer, offers.length - 1))}
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

  /** Several stay in sight together: the heading counts them, the rest scrolls. */
  private alarms(alarms: readonly Alarm[]) {
    const life = alarms.some(({ level }) => level === "life");
    return html`<section class="alarms ${life ? "life" : ""}" aria-label="Emergencies">
      ${alarms.length === 1 ? nothing : html`<h2>${icon("alarm", 16)} ${alarms.length} emergencies that nobody has in hand</h2>`}
      <div class="scrolled" tabindex=${alarms.length > 2 ? 0 : nothing}>
        ${repeat(
          alarms,
          ({ id }) => id,
          (alarm) => this.alarm(alarm),
        )}
      </div>
    </section>`;
  }

  private alarm(alarm: Alarm) {
    return html`<article class="banner alarm" aria-label="Emergency">
      ${icon("alarm", 18)}
      <p class="facts">
        <span class="what">
          <span class="word">EMERGENCY</span> <strong>${alarm.label || readable(alarm.why)}</strong>
          ${alarm.level === "life" ? html`<span class="danger">danger to life</span>` : nothing}
        </span>
        <a href=${enquiryHref("all", alarm.enquiry)} title=${alarm.person}
          >${shown(alarm.person) || alarm.reference}</a
        >
        ${alarm.why && alarm.why !== alarm.label ? html`<span class="why" title=${alarm.why}>“${alarm.why}”</span>` : nothing}
        <span class="ago">${ago(alarm.raised_at, this.desk.now)}</span>
      </p>
      <button class="button" @click=${() => void this.desk.seen(alarm)}>I have this</button>
    </article>`;
  }

  /** Only the one that lapses first: all of them are in the list. */
  private offer(row: EnquiryRow, more: number) {
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
      ${more === 0 ? nothing : html`<a class="more" href=${listHref("mine")}>and ${more} more</a>`}
    </section>`;
  }
}

/** The offer that lapses first, if there is one. */
const soonest = (offers: readonly EnquiryRow[]): EnquiryRow[] =>
  offers
    .toSorted((one, other) => Date.parse(one.offer_expires ?? "") - Date.parse(other.offer_expires ?? ""))
    .slice(0, 1);
