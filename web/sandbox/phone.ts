// <sandbox-phone>: one phone with its SMS thread. Polls each second, shows what it sent at once, and what became of it.
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sandbox } from "../shared/api";
import { base } from "../shared/base";
import type { SandboxPhone as Person, SandboxText } from "../shared/contract";
import { figuresOf, timeOf } from "../shared/dates";
import { words } from "../shared/http";
import { icon } from "../shared/icons";
import { plainText } from "../shared/text";
import { shown } from "../shared/telephone";
import { phoneStyles } from "./phone-styles";
import { askAfter, merged, pictures } from "./texts";

const EVERY_MS = 1_000;

@customElement("sandbox-phone")
export class SandboxPhone extends LitElement {
  static override styles = [base, phoneStyles];

  @property({ attribute: false }) person!: Person;
  @property() landlord = "";
  @state() private texts: readonly SandboxText[] = [];
  @state() private onItsWay = "";
  @state() private error = "";
  @state() private away = false;

  private timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.poll();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override render() {
    const { person } = this;
    return html`<article aria-label="Phone of ${person.name}">
      <header>
        <div>
          <b>${person.name}</b>
          <span>${shown(person.number)}${this.landlord ? `, texting ${shown(this.landlord)}` : ""}</span>
        </div>
        <button class="button quiet icon" aria-label="Put this phone away" @click=${this.shut}>
          ${icon("cross", 14)}
        </button>
      </header>
      ${this.facts()}
      <div class="log" role="log" aria-label="Texts" tabindex="0">
        ${this.texts.length === 0 && this.onItsWay === "" ? html`<p class="empty">No texts yet. Write the first.</p>` : nothing}
        ${this.texts.map((text) => this.bubble(text))}
        ${
          this.onItsWay === ""
            ? nothing
            : html`<div class="text out">
                <div class="bubble">${plainText(this.onItsWay)}</div>
                <p>Sending…</p>
              </div>`
        }
      </div>
      ${this.error ? html`<p class="problem" role="alert">${this.error}</p>` : nothing}
      ${this.away ? html`<p class="problem" role="status">The server does not answer. Still trying.</p>` : nothing}
      <form @submit=${this.submitted}>
        <textarea
          aria-label="Text as ${person.name}"
          placeholder="Text message"
          rows="1"
          @keydown=${this.keyed}
        ></textarea>
        <button class="button primary icon" aria-label="Send" ?disabled=${this.onItsWay !== ""}>
          ${icon("send")}
        </button>
      </form>
    </article>`;
  }

  /** What this person would know of themselves when the assistant asks. */
  private facts() {
    const { tenancy, born, postcode } = this.person;
    if (!tenancy && !born && !postcode)
      return html`<p class="nobody">The landlord does not know this number.</p>`;
    return html`<dl>
      <div>
        <dt>Reference</dt>
        <dd>${tenancy}</dd>
      </div>
      <div>
        <dt>Date of birth</dt>
        <dd>${figuresOf(born)}</dd>
      </div>
      <div>
        <dt>Postcode</dt>
        <dd>${postcode}</dd>
      </div>
    </dl>`;
  }

  private bubble({ direction, text, at, state: now, media }: SandboxText) {
    return html`<div class="text ${direction}">
      <span class="hush">${direction === "out" ? "You" : "The landlord"}: </span>
      <div class="bubble">
        ${plainText(text)}${pictures(media).map((url) => html`<a href=${url} target="_blank" rel="noopener">Picture</a>`)}
      </div>
      <p>${timeOf(at)}${now ? ` · ${now}` : ""}</p>
    </div>`;
  }

  protected override willUpdate(): void {
    const log = this.renderRoot.querySelector(".log");
    this.atEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  }

  protected override updated(): void {
    const log = this.renderRoot.querySelector(".log");
    if (log !== null && this.atEnd) log.scrollTop = log.scrollHeight;
  }

  private atEnd = true;

  private async poll(): Promise<void> {
    clearTimeout(this.timer);
    try {
      const { messages } = await sandbox.texts(this.person.number, askAfter(this.texts));
      this.texts = merged(this.texts, messages);
      this.away = false;
    } catch {
      this.away = true;
    }
    if (this.isConnected) this.timer = setTimeout(() => void this.poll(), EVERY_MS);
  }

  private readonly keyed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void this.send();
  };

  private readonly submitted = (event: Event): void => {
    event.preventDefault();
    void this.send();
  };

  /** What was typed comes back into the box where sending failed. */
  private async send(): Promise<void> {
    const box = this.renderRoot.querySelector("textarea");
    const text = box?.value.trim() ?? "";
    if (box === null || text === "" || this.onItsWay !== "") return;
    box.value = "";
    this.onItsWay = text;
    this.error = "";
    try {
      const { status } = await sandbox.send(this.person.number, text);
      if (status >= 300) throw new Error(`The system refused this text (${status}).`);
      await this.poll();
    } catch (error) {
      this.error = words(error);
      box.value = [text, box.value].filter(Boolean).join("\n");
    } finally {
      this.onItsWay = "";
    }
  }

  private readonly shut = (): void => {
    this.dispatchEvent(new Event("shut"));
  };
}
