// <sandbox-handset>: one person's phone, with a tab for every channel on which they can write.
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { base } from "../shared/base";
import { figuresOf } from "../shared/dates";
import { icon } from "../shared/icons";
import { shown } from "../shared/telephone";
import { newest, type Person } from "./api";
import { inOrder, look } from "./channels";
import "./chat";
import { handsetStyles } from "./handset-styles";
import "./inbox";

const EVERY_MS = 2_000;

@customElement("sandbox-handset")
export class SandboxHandset extends LitElement {
  static override styles = [base, handsetStyles];

  @property({ attribute: false }) person!: Person;
  /** What the landlord is called on each channel. */
  @property({ attribute: false }) landlord: Record<string, string> = {};
  @state() private channel = "sms";
  /** Of the newest message on each channel: that came, and that was seen. */
  @state() private came: Record<string, number> = {};
  private seen: Record<string, number> = {};

  private timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override render() {
    const { person } = this;
    return html`<article aria-label="Phone of ${person.name}">
      <header>
        <b>${person.name}</b>
        <button class="button quiet icon" aria-label="Put this phone away" @click=${this.shut}>
          ${icon("cross", 14)}
        </button>
      </header>
      ${this.facts()}
      <div class="tabs" role="tablist" aria-label="Channels" @keydown=${this.moved}>
        ${inOrder(Object.keys(person.addresses)).map((channel) => this.tab(channel))}
      </div>
      <section role="tabpanel" id="panel" aria-labelledby="tab-${this.channel}">
        <p class="ends">
          <span>${this.own()}</span><span aria-hidden="true">→</span
          ><span><span class="hush">writes to </span>${shown(this.landlord[this.channel] ?? "")}</span>
        </p>
        ${keyed(this.channel, this.device())}
      </section>
    </article>`;
  }

  private tab(channel: string) {
    const chosen = channel === this.channel;
    const news = !chosen && (this.came[channel] ?? 0) > (this.seen[channel] ?? 0);
    const { label, icon: drawn } = look(channel);
    return html`<button
      role="tab"
      id="tab-${channel}"
      aria-selected=${chosen}
      aria-controls="panel"
      tabindex=${chosen ? 0 : -1}
      title=${label}
      @click=${() => this.choose(channel)}
    >
      ${icon(drawn, 18)}<span>${label}</span>${news ? html`<i><span class="hush">new</span></i>` : nothing}
    </button>`;
  }

  private device() {
    const { name, addresses } = this.person;
    const address = addresses[this.channel] ?? "";
    if (this.channel === "email")
      return html`<sandbox-inbox .address=${address} .name=${name}></sandbox-inbox>`;
    return html`<sandbox-chat .channel=${this.channel} .address=${address} .name=${name}></sandbox-chat>`;
  }

  private own(): string {
    const address = this.person.addresses[this.channel] ?? "";
    return address.startsWith("+") || address.includes("@") ? shown(address) : this.person.name;
  }

  /** What this person would know of themselves when the assistant asks. */
  private facts() {
    const { tenancy, born, postcode } = this.person;
    if (!tenancy && !born && !postcode)
      return html`<p class="nobody">The landlord does not know this person.</p>`;
    const known = [
      ["Reference", tenancy],
      ["Date of birth", figuresOf(born)],
      ["Postcode", postcode],
    ];
    return html`<dl>
      ${known.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
  }

  private choose(channel: string): void {
    this.note();
    this.channel = channel;
    this.note();
  }

  private note(): void {
    this.seen = { ...this.seen, [this.channel]: this.came[this.channel] ?? 0 };
  }

  /** Arrow keys walk along the tabs. WAI-ARIA Authoring Practices, "Tabs". */
  private readonly moved = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const channels = inOrder(Object.keys(this.person.addresses));
    const next = channels.at((channels.indexOf(this.channel) + step) % channels.length) ?? this.channel;
    this.choose(next);
    this.renderRoot.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };

  private async watch(): Promise<void> {
    clearTimeout(this.timer);
    try {
      this.came = (await newest(this.person.addresses)).newest;
      this.note();
    } catch {
      // The device that is open says that the server does not answer.
    }
    if (this.isConnected) this.timer = setTimeout(() => void this.watch(), EVERY_MS);
  }

  private readonly shut = (): void => {
    this.dispatchEvent(new Event("shut"));
  };
}
