// <desk-thread>: the middle pane. Who and what, what one may do, everything said in order, and the composer.
import { html, nothing, type PropertyValues } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Enquiry } from "../shared/contract";
import { base } from "../shared/base";
import { shortTime } from "../shared/dates";
import { icon } from "../shared/icons";
import { actions } from "./actions";
import type { DeskComposer } from "./composer";
import type { Kind } from "./drafts";
import { DeskElement } from "./element";
import { entry } from "./entry";
import { failed } from "./failed";
import { listHref } from "./route";
import { threadStyles } from "./thread-styles";
import { timeline } from "./timeline";
import { channel, emergencyWords, isEmergency, nameOf, readable, stateWords } from "./wording";
import "./composer";
import "./countdown";

const NEAR_END = 80;

@customElement("desk-thread")
export class DeskThread extends DeskElement {
  static override styles = [base, threadStyles];

  @state() private news = false;
  private shown = "";
  private length = 0;
  private atEnd = true;
  private watched: Element | null = null;
  private height = 0;
  private readonly sizes = new ResizeObserver(() => this.atEnd && this.follow());

  compose(kind: Kind): void {
    this.renderRoot.querySelector<DeskComposer>("desk-composer")?.compose(kind);
  }

  protected override render() {
    const { open, openError, route } = this.desk;
    const id = route.page === "enquiries" ? route.id : null;
    if (openError !== "") return this.centre("It cannot be shown", openError);
    if (id === null) return this.nothingOpen();
    if (open === null) {
      return html`<div class="centre" role="status">
        ${this.desk.fresh ? "Loading…" : "The server cannot be reached. We keep trying."}
      </div>`;
    }
    return this.whole(open);
  }

  private whole(open: Enquiry) {
    return html`
      ${isEmergency(open) ? html`<p class="emergency">${icon("alarm")} EMERGENCY: ${emergencyWords(open)}</p>` : nothing}
      ${this.header(open)}
      ${open.notice ? html`<p class="notice">${icon("alarm", 14)} ${open.notice}</p>` : nothing}
      ${
        open.delivery_trouble
          ? html`<p class="notice">
              ${icon("alarm", 14)} A reply did not reach them. Below it you can try again or send it another
              way.
            </p>`
          : nothing
      }
      <div class="hold">
        <div class="scroll" role="log" aria-label="Messages" tabindex="0" @scroll=${this.scrolled}>
          ${repeat(
            timeline(open.messages, open.notes, this.desk.now),
            ({ key }) => key,
            (item) => entry(item, nameOf(open.person), (message) => failed(this.desk, open, message)),
          )}
          ${this.desk.typing.has(open.id) ? html`<p class="writing">${nameOf(open.person)} is writing…</p>` : nothing}
        </div>
        ${this.news ? html`<button class="button down" @click=${this.toEnd}>${icon("down", 12)} New message</button>` : nothing}
      </div>
      <desk-composer .desk=${this.desk} .enquiry=${open}></desk-composer>
    `;
  }

  private header(open: Enquiry) {
    const opened = `opened ${shortTime(open.created_at, this.desk.now)}`;
    const facts = [
      open.reference,
      stateWords(open),
      channel(open.channel).label,
      readable(open.team),
      opened,
    ];
    return html`<div class="head">
      <a
        class="button quiet icon narrow"
        href=${listHref(this.desk.route.page === "enquiries" ? this.desk.route.view : "mine")}
        aria-label="Back to the list"
      >
        ${icon("back")}
      </a>
      <div class="title">
        <h1>${nameOf(open.person)} · ${open.topic_label}</h1>
        ${open.subject ? html`<p class="subject">${icon("mail", 12)}<span>${open.subject}</span></p>` : nothing}
        <p class="facts">
          ${
            open.due === null || open.state === "closed"
              ? nothing
              : html`<desk-countdown
                  .clock=${open.due}
                  .time=${this.desk.time}
                  label=${open.due.label}
                ></desk-countdown>`
          }
          <span>${facts.filter(Boolean).join(" · ")}</span>
        </p>
      </div>
      <div class="actions">
        ${actions(this.desk, open)}
        <button class="button icon panel-button" aria-label="Details of the person" @click=${this.details}>
          ${icon("panel")}
        </button>
      </div>
    </div>`;
  }

  private nothingOpen() {
    return html`<div class="centre">
      <strong>Choose an enquiry</strong>
      <p><kbd>j</kbd> and <kbd>k</kbd> move, <kbd>Enter</kbd> opens, <kbd>?</kbd> shows every shortcut.</p>
    </div>`;
  }

  private centre(title: string, text: string) {
    return html`<div class="centre" role="alert">
      <strong>${title}</strong>
      <p>${text}</p>
      <a class="button" href=${listHref("mine")}>Back to the list</a>
    </div>`;
  }

  /** Follows the newest message only for a reader who is at the end. */
  protected override updated(changes: PropertyValues): void {
    super.updated(changes);
    const open = this.desk.open;
    const scroll = this.scroller;
    if (open === null || scroll === null) {
      this.shown = "";
      return;
    }
    if (this.watched !== scroll) this.observe(scroll);
    const fresh = this.shown !== String(open.id);
    const length = open.messages.length + open.notes.length;
    if (fresh) {
      this.atEnd = true;
      this.news = false;
    }
    if (this.atEnd) this.follow();
    else if (length > this.length) this.news = true;
    this.shown = String(open.id);
    this.length = length;
    if (this.desk.wantsComposer(open.id)) this.compose("reply");
  }

  /** The composer grows, pictures arrive: the end stays in sight. */
  private observe(scroll: Element): void {
    this.watched = scroll;
    this.sizes.disconnect();
    this.sizes.observe(scroll);
  }

  private follow(): void {
    const scroll = this.scroller;
    if (scroll === null) return;
    this.height = scroll.clientHeight;
    scroll.scrollTop = scroll.scrollHeight;
  }

  private get scroller(): HTMLElement | null {
    return this.renderRoot.querySelector(".scroll");
  }

  private readonly scrolled = (): void => {
    const scroll = this.scroller;
    // Where the pane itself changed its height, nobody has scrolled.
    if (scroll === null || (this.atEnd && scroll.clientHeight !== this.height)) return;
    this.atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
    if (this.atEnd) this.news = false;
  };

  private readonly toEnd = (): void => {
    this.follow();
    this.news = false;
  };

  private readonly details = (): void => {
    this.dispatchEvent(new CustomEvent("details", { bubbles: true, composed: true }));
  };
}
