// <desk-top>: the landlord's name, whether what is shown is fresh, presence, help, sign-out.
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { base } from "../shared/base";
import { timeOf } from "../shared/dates";
import { icon } from "../shared/icons";
import { DeskElement } from "./element";
import { soundOn, turnSound } from "./tone";
import "./presence";

@customElement("desk-top")
export class DeskTop extends DeskElement {
  static override styles = [
    base,
    css`
      header {
        display: flex;
        align-items: center;
        gap: var(--s3);
        height: 48px;
        padding: 0 var(--s3) 0 var(--s4);
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }
      .name {
        display: flex;
        align-items: center;
        gap: var(--s2);
        min-width: 0;
        color: var(--ink);
        font-weight: 650;
        text-decoration: none;
        white-space: nowrap;
      }
      .name svg {
        color: var(--accent);
      }
      .landlord {
        overflow: hidden;
        color: var(--ink-2);
        font-weight: 450;
        text-overflow: ellipsis;
      }
      .fresh {
        display: flex;
        flex: 1;
        align-items: center;
        gap: 6px;
        min-width: 0;
        color: var(--ink-3);
        font-size: 12px;
        white-space: nowrap;
      }
      .dot {
        width: 7px;
        height: 7px;
        border-radius: 50%;
        background: var(--ok);
      }
      .slow .dot {
        border: 2px solid var(--soon);
        background: none;
      }
      @media (width < 900px) {
        .landlord,
        .fresh span:last-child,
        .long {
          display: none;
        }
      }
    `,
  ];

  @state() private sound = soundOn();

  protected override render() {
    const { me, live, fresh } = this.desk;
    return html`<header>
      <a class="name" href="/desk/mine"
        >${icon("home", 18)} Doorstep <span class="landlord">${me?.landlord}</span></a
      >
      <p class="fresh ${live && fresh ? "" : "slow"}" role="status">
        <span class="dot"></span><span>${this.freshness()}</span>
      </p>
      ${me === null ? nothing : html`<span class="long load">${this.load(me.load, me.capacity)}</span>`}
      <button
        class="button"
        aria-label="Log a call or a visit"
        title="Log a call or a visit (c)"
        @click=${this.log}
      >
        ${icon("phone", 14)}<span class="long">Log a call</span>
      </button>
      <a class="button quiet long" href="/desk/trouble">Trouble</a>
      <button
        class="button quiet icon"
        aria-label="Sound for new emergencies"
        aria-pressed=${this.sound}
        title=${this.sound ? "A new danger to life sounds. Click to mute." : "Muted. Click to sound a new danger to life."}
        @click=${this.turned}
      >
        ${icon(this.sound ? "sound" : "muted")}
      </button>
      <button class="button quiet icon" aria-label="Help and keyboard shortcuts" @click=${this.help}>
        ${icon("help")}
      </button>
      <desk-presence .desk=${this.desk}></desk-presence>
    </header>`;
  }

  private freshness(): string {
    const { live, fresh, freshAt } = this.desk;
    if (!fresh)
      return freshAt === 0
        ? "Not connected"
        : `Not connected; as of ${timeOf(new Date(freshAt).toISOString())}`;
    return live ? "Live" : "Looking every 20 seconds";
  }

  private load(load: number, capacity: number) {
    return html`<span
      class="chip ${load > capacity ? "soon" : ""}"
      title="What you carry, of what you can carry"
      >Load ${load} of ${capacity}</span
    >`;
  }

  private readonly turned = (): void => {
    this.sound = !this.sound;
    turnSound(this.sound);
  };

  private readonly log = (): void => {
    this.dispatchEvent(new CustomEvent("log", { bubbles: true, composed: true }));
  };

  private readonly help = (): void => {
    this.dispatchEvent(new CustomEvent("help", { bubbles: true, composed: true }));
  };
}
