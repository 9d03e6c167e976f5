// <doorstep-chat>: the landlord's web chat on any page. A launcher and a dialog, or, with the attribute `inline`, a panel in the page.
// Attributes: server (origin of Doorstep), label (of the launcher), leave (address for "Leave quickly"), open, inline.
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { base } from "../shared/base";
import { icon } from "../shared/icons";
import { browserKeep } from "./keep";
import { Panel } from "./dialog";
import { lineState } from "./line";
import { log, type LogActions } from "./log";
import { browserNet } from "./net";
import { Session } from "./session";
import { logStyles } from "./log-styles";
import { styles, tokensForHost } from "./styles";

const NEUTRAL_PAGE = "https://www.bbc.co.uk/weather";
const LONGEST = 20_000;

export class DoorstepChat extends LitElement {
  static override styles = [tokensForHost, base, logStyles, styles];
  @property() server = "";
  @property() label = "Message us";
  @property() leave = NEUTRAL_PAGE;
  @property({ type: Boolean, reflect: true }) open = false;
  @property({ type: Boolean, reflect: true }) inline = false;
  @state() private forgetting = false;
  @state() private over = 0;

  /** Where the script came from; the server, unless the attribute says otherwise. */
  static home = location.origin;

  private session?: Session;
  private atEnd = true;
  private readonly touch = matchMedia("(pointer: coarse)");
  private readonly panel = new Panel({
    dialog: () => this.renderRoot.querySelector("dialog"),
    inside: () => this.entrance,
    outside: () => this.renderRoot.querySelector<HTMLElement>(".launcher"),
  });

  private readonly act: LogActions = {
    say: (text) => this.say(text),
    retry: (id) => this.session?.retry(id),
    withdraw: (id) => this.change(id),
  };

  /** Opens the chat; `draft` is put into an empty message box, not sent. */
  show(draft = ""): void {
    this.panel.remember(this);
    this.open = true;
    void this.updateComplete.then(() => {
      if (draft === "" || this.box === null) return;
      if (this.box.value === "") this.box.value = draft;
      this.box.focus();
    });
  }

  hide(): void {
    this.open = false;
  }

  /** Forgets the conversation on this device and begins a new one when it is next opened. */
  forget(): void {
    this.forgetting = false;
    this.session?.forget();
    if (this.open || this.inline) this.session?.start();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("online", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
    this.panel.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("online", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
    this.panel.unwatch();
    this.session?.stop();
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (this.session === undefined || changes.has("server")) this.connect();
    if (this.open || this.inline || this.begun) this.session?.start();
    const list = this.logElement;
    this.atEnd = list === null || list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.has("open") && !this.inline) this.toggled();
    const list = this.logElement;
    if (list !== null && (this.atEnd || changes.has("open"))) list.scrollTop = list.scrollHeight;
    if ((this.open || this.inline) && !document.hidden) this.session?.conversation.read();
  }

  protected override render() {
    if (this.inline) return html`<section class="panel" aria-label=${this.title_}>${this.inside()}</section>`;
    return html`
      <button class="button launcher" aria-haspopup="dialog" ?hidden=${this.open} @click=${() => this.show()}>
        ${icon("chat", 20)} ${this.label}
        <span class="badge" ?hidden=${this.unread === 0}
          >${this.unread}<span class="hush"> new messages</span></span
        >
      </button>
      <p class="hush" role="status">${this.unread > 0 ? "New message in the chat" : ""}</p>
      <dialog class="panel" aria-label=${this.title_} @cancel=${this.cancelled} @keydown=${this.keyed}>
        ${this.inside()}
      </dialog>
    `;
  }

  private inside() {
    if (this.session === undefined) return nothing;
    const { line, problem, typing, conversation } = this.session;
    const { history, disclosure, landlord } = conversation;
    return html`
      <div class="head">
        <h2>${landlord || "Chat"}</h2>
        <button
          class="button leave"
          title="Replaces this page with the weather at once"
          @click=${this.leaveQuickly}
        >
          ${icon("leave", 14)} Leave quickly
        </button>
        ${
          this.inline
            ? nothing
            : html`<button class="button quiet icon" aria-label="Close the chat" @click=${() => this.hide()}>
                ${icon("cross")}
              </button>`
        }
      </div>
      ${lineState(line, problem)}
      <div class="log" role="log" aria-live="polite" aria-label="Messages" tabindex="0">
        ${disclosure === "" ? nothing : html`<p class="disclosure">${disclosure}</p>`}
        ${log(history, line, typing, this.act)}
      </div>
      <form @submit=${this.submitted}>
        <textarea
          aria-label="Your message"
          placeholder="Write a message"
          rows="1"
          autocomplete="off"
          enterkeyhint="send"
          @input=${this.typed}
          @keydown=${this.enter}
        ></textarea>
        <button class="button primary send" type="submit" ?disabled=${this.over > 0}>Send</button>
      </form>
      <div class="foot">${this.foot()}</div>
    `;
  }

  private foot() {
    if (this.over > 0) return html`<p class="over" role="status">${this.over} characters too long</p>`;
    if (this.forgetting) {
      return html`<p role="status">Remove this chat from this device?</p>
        <p>
          <button class="link" @click=${() => this.forget()}>Yes, remove it</button>
          <button class="link" @click=${() => (this.forgetting = false)}>Keep it</button>
        </p>`;
    }
    return html`<p class="keys">Press Enter to send</p>
      <button class="link" ?hidden=${!this.begun} @click=${() => (this.forgetting = true)}>
        Remove from this device
      </button>`;
  }

  private get title_(): string {
    const landlord = this.session?.conversation.landlord ?? "";
    return landlord === "" ? "Chat with us" : `Chat with ${landlord}`;
  }

  /** There is a conversation from now or from an earlier visit. */
  private get begun(): boolean {
    return (this.session?.conversation.token ?? null) !== null;
  }

  private get unread(): number {
    return this.open ? 0 : (this.session?.conversation.unread ?? 0);
  }

  private get box(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  private get logElement(): HTMLElement | null {
    return this.hasUpdated ? this.renderRoot.querySelector(".log") : null;
  }

  private connect(): void {
    this.session?.stop();
    const server = new URL(this.server || DoorstepChat.home, location.href).origin;
    this.session = new Session(browserNet(server), browserKeep(server), () => this.requestUpdate());
  }

  private say(text: string): void {
    this.session?.say(text);
    this.atEnd = true;
    this.entrance?.focus();
  }

  /** A refused message goes back into the box. */
  private change(id: string): void {
    const refused = this.session?.conversation.history.pending.find((message) => message.id === id);
    this.session?.conversation.withdraw(id);
    if (this.box === null || refused === undefined) return;
    this.box.value = [refused.text, this.box.value].filter(Boolean).join("\n");
    this.typed();
    this.box.focus();
  }

  private readonly submitted = (event?: Event): void => {
    event?.preventDefault();
    const box = this.box;
    if (box === null || box.value.trim() === "" || this.over > 0) return;
    const text = box.value;
    box.value = "";
    this.say(text);
  };

  private readonly typed = (): void => {
    this.over = Math.max(0, (this.box?.value.length ?? 0) - LONGEST);
    if (this.box?.value) this.session?.wrote();
  };

  private readonly enter = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submitted();
  };

  private readonly keyed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.hide();
  };

  private readonly cancelled = (event: Event): void => {
    event.preventDefault();
    this.hide();
  };

  private readonly leaveQuickly = (): void => {
    location.replace(/^https?:\/\//u.test(this.leave) ? this.leave : NEUTRAL_PAGE);
  };

  private readonly hurry = (): void => {
    if (!document.hidden) this.session?.hurry();
  };

  private toggled(): void {
    this.panel.toggle(this.open);
    this.dispatchEvent(new Event(this.open ? "open" : "close"));
  }

  /** Where the focus goes: to the message box, but not where that would bring a keyboard up over the messages. */
  private get entrance(): HTMLElement | null {
    const typing = this.box !== null && this.shadowRoot?.activeElement === this.box;
    return this.touch.matches && !typing ? this.logElement : this.box;
  }
}
