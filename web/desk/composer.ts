// <desk-composer>: a reply to the tenant or a note to colleagues; two modes that cannot be mistaken for each other, each with its own draft.
import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Enquiry } from "../shared/contract";
import { base } from "../shared/base";
import { words } from "../shared/http";
import { icon } from "../shared/icons";
import { newId, sameId } from "../shared/ids";
import { shown } from "../shared/telephone";
import { composerStyles } from "./composer-styles";
import { Drafts, type Kind } from "./drafts";
import { DeskElement } from "./element";
import { lengthWords } from "./length";
import { channel, isLogged, nameOf, windowWords } from "./wording";

const TYPING_EVERY_MS = 3_000;

@customElement("desk-composer")
export class DeskComposer extends DeskElement {
  static override styles = [base, composerStyles];

  @property({ attribute: false }) enquiry!: Enquiry;
  @state() private kind: Kind = "reply";
  @state() private text = "";
  @state() private sending = false;
  @state() private error = "";

  private readonly drafts = new Drafts(sessionStorage, newId);
  private lastTyped = 0;

  compose(kind: Kind): void {
    this.turn(kind);
    void this.updateComplete.then(() => this.box?.focus());
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    super.willUpdate(changes);
    const before = changes.get("enquiry");
    if (changes.has("enquiry") && !sameId(before?.id, this.enquiry.id)) this.turn("reply");
  }

  protected override render() {
    const note = this.kind === "note";
    const name = nameOf(this.enquiry.person);
    if (!this.may("reply") && !this.may("note")) return html`<p class="closed">${this.blocked()}</p>`;
    return html`<form
      class="composer ${this.kind}"
      aria-label=${note ? "Note for colleagues" : "Reply"}
      @submit=${this.submitted}
    >
      <div class="modes" role="group" aria-label="What you are writing">
        ${this.mode("reply", html`<span>Reply<span class="long"> to ${name}</span></span>`)}
        ${this.mode("note", html`${icon("lock", 13)}<span>Note<span class="long"> for colleagues</span></span>`)}
        <span class="hint">${this.consequence()}</span>
      </div>
      ${
        !note && !this.may("reply")
          ? html`<p class="closed">${this.blocked()}</p>`
          : !note && !this.enquiry.connected
            ? html`<p class="closed">${this.unconnected()}</p>`
            : html`${note ? nothing : this.window()}<textarea
                  aria-label=${note ? "Note for colleagues, never shown to the tenant" : `Reply to ${name}`}
                  placeholder=${note ? "Write a note. Only colleagues see it." : "Write a reply"}
                  rows="3"
                  ?readonly=${this.sending}
                  .value=${this.text}
                  @input=${this.typed}
                  @keydown=${this.keyed}
                ></textarea>
                ${this.error ? html`<p class="problem" role="alert">${icon("alarm", 14)} ${this.error}</p>` : nothing}
                <div class="foot">
                  <span class="length">
                    ${this.signed === "" ? nothing : html`<span class="signed">Ends with “${this.signed}”</span>`}
                    <span>${lengthWords(this.text, note ? "" : this.enquiry.channel, this.signed)}</span>
                  </span>
                  <span class="keys">Ctrl + Enter</span>
                  <button
                    class="button ${note ? "save" : "primary"}"
                    ?disabled=${this.sending || this.text.trim() === ""}
                  >
                    ${this.sending ? "Wait…" : note ? html`${icon("lock", 13)} Save note` : html`${icon("send", 14)} Send`}
                  </button>
                </div>`
      }
    </form>`;
  }

  private mode(kind: Kind, label: unknown) {
    const other = kind !== this.kind && this.drafts.read(this.key, kind).text !== "";
    return html`<button
      type="button"
      class="mode"
      aria-pressed=${kind === this.kind}
      @click=${() => this.compose(kind)}
    >
      ${label}${other ? html`<span class="draft">draft</span>` : nothing}
    </button>`;
  }

  /** What sending means where this enquiry is not one's own. */
  private consequence(): string {
    const { owner, mine } = this.enquiry;
    if (this.kind === "note") return "Never shown to the tenant";
    if (mine) return "";
    return owner === null ? "Sending takes this enquiry" : `${owner.name} looks after this`;
  }

  /** Where an answer cannot be sent. */
  private unconnected() {
    const { channel: key, person } = this.enquiry;
    const number = person.address.startsWith("+") ? person.address : "";
    const ring =
      number === "" ? "Ring them" : html`Ring them on <a href="tel:${number}">${shown(number)}</a>`;
    const why = isLogged(key) ? "Nothing can be sent here." : `${channel(key).label} is not connected.`;
    return html`${why} ${ring}, or leave a note.`;
  }

  private window() {
    const said = windowWords(this.enquiry, this.desk.now);
    if (said === null) return nothing;
    return html`<p class="window ${said.open ? "" : "shut"}">${icon("clock", 12)} ${said.text}</p>`;
  }

  private blocked(): string {
    const { can, state: now } = this.enquiry;
    if (can.includes("accept")) return "Accept the offer to reply.";
    if (can.includes("take")) return "Take this enquiry to reply.";
    return now === "closed"
      ? "This enquiry is closed. Reopen it to reply."
      : "Somebody else looks after this. You can leave a note.";
  }

  private may(action: Kind): boolean {
    return this.enquiry.can.includes(action);
  }

  /** What the desk appends to this reply; nothing to a note. */
  private get signed(): string {
    return this.kind === "reply" ? this.enquiry.signature : "";
  }

  private get key(): string {
    return String(this.enquiry.id);
  }

  private get box(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  private turn(kind: Kind): void {
    this.kind = kind;
    this.error = "";
    this.text = this.drafts.read(this.key, kind).text;
  }

  private readonly typed = (event: Event): void => {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.drafts.type(this.key, this.kind, this.text);
    const now = Date.now();
    if (this.kind !== "reply" || now - this.lastTyped < TYPING_EVERY_MS) return;
    this.lastTyped = now;
    // Only a courtesy to the tenant: where it fails nothing is lost.
    void this.desk.api.typing(this.enquiry.id).catch(() => undefined);
  };

  private readonly keyed = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.send();
    } else if (event.key === "Escape") this.box?.blur();
  };

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.send();
  };

  /** The button that was pressed is disabled and loses the focus: the box gets it. Whoever has gone elsewhere is left alone. */
  private keepFocus(): void {
    const focused = this.shadowRoot?.activeElement ?? document.activeElement;
    if (focused === document.body || focused?.matches("button:disabled")) this.box?.focus();
  }

  private async send(): Promise<void> {
    const { kind, text, key } = this;
    const { id } = this.enquiry;
    if (this.sending || text.trim() === "" || !this.may(kind)) return;
    this.sending = true;
    this.error = "";
    try {
      await this.desk.perform(() =>
        kind === "note"
          ? this.desk.api.note(id, text.trim())
          : this.desk.api.reply(id, this.drafts.attempt(key, kind, text), text.trim()),
      );
      this.drafts.sent(key, kind, text);
      if (key === this.key && kind === this.kind) this.text = this.drafts.read(key, kind).text;
    } catch (error) {
      if (key === this.key && kind === this.kind) this.error = words(error);
    } finally {
      this.sending = false;
    }
    void this.updateComplete.then(() => this.keepFocus());
  }
}
