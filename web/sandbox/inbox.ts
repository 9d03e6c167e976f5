// <sandbox-inbox>: one mailbox: emails with their subjects, new ones and answers.
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { base } from "../shared/base";
import { timeOf } from "../shared/dates";
import { icon } from "../shared/icons";
import { plainText } from "../shared/text";
import type { Entry } from "./api";
import { Device } from "./device";
import { deviceStyles } from "./device-styles";
import { newestIn } from "./entries";
import { Following } from "./following";
import { inboxStyles } from "./inbox-styles";
import { became, troubles } from "./parts";

@customElement("sandbox-inbox")
export class SandboxInbox extends LitElement {
  static override styles = [base, deviceStyles, inboxStyles];

  readonly channel = "email";
  @property() address = "";
  @property() name = "";
  /** The mail to answer; null for the newest that came, 0 for a new one. */
  @state() private chosen: number | null = null;

  private readonly device = new Device(this, () => this);
  private readonly following = new Following(this);

  protected override render() {
    const { entries } = this.device;
    return html`
      <div class="log" role="log" aria-label="Emails" tabindex="0">
        ${entries.length === 0 ? html`<p class="empty">No emails yet. Write the first.</p>` : nothing}
        ${entries.map((entry) => this.mail(entry))}
      </div>
      ${troubles(this.device)}
      <form @submit=${this.submitted}>
        ${this.subject()}
        <textarea aria-label="Email as ${this.name}" placeholder="Write an email" rows="3"></textarea>
        <button class="button primary" ?disabled=${this.device.onItsWay !== ""}>
          ${icon("send")} ${this.device.onItsWay === "" ? "Send" : "Sending…"}
        </button>
      </form>
    `;
  }

  private mail({ seq, direction, text, subject, at, state: now }: Entry) {
    return html`<article class="mail ${direction}">
      <header>
        <b>${subject || "(no subject)"}</b>
        <p>${direction === "out" ? "You" : "The landlord"}, ${timeOf(at)} ${became(direction, now)}</p>
      </header>
      <div>${plainText(text)}</div>
      ${
        direction === "in"
          ? html`<button class="plain" @click=${() => this.choose(seq)}>
              Answer<span class="hush"> the email of ${timeOf(at)}</span>
            </button>`
          : nothing
      }
    </article>`;
  }

  private subject() {
    const answered = this.answered();
    if (answered === undefined)
      return html`<input
        class="field"
        name="subject"
        aria-label="Subject"
        placeholder="Subject"
        maxlength="200"
      />`;
    return html`<p class="answering">
      <span>Answering <b>${answered.subject || "(no subject)"}</b></span>
      <button type="button" class="plain" @click=${() => this.choose(0)}>New email</button>
    </p>`;
  }

  private answered(): Entry | undefined {
    const { entries } = this.device;
    return this.chosen === null ? newestIn(entries) : entries.find(({ seq }) => seq === this.chosen);
  }

  private choose(seq: number): void {
    this.chosen = seq;
    this.renderRoot.querySelector("textarea")?.focus();
  }

  protected override willUpdate(): void {
    this.following.before();
  }

  protected override updated(): void {
    this.following.after();
  }

  private readonly submitted = (event: Event): void => {
    event.preventDefault();
    void this.send();
  };

  /** What was typed stays where sending failed. */
  private async send(): Promise<void> {
    const box = this.renderRoot.querySelector("textarea");
    const text = box?.value.trim() ?? "";
    if (box === null || text === "") return;
    const subject =
      this.renderRoot.querySelector<HTMLInputElement>("input[name=subject]")?.value.trim() ?? "";
    const sent = await this.device.write({ text, subject, answers: this.answered()?.seq ?? 0 });
    if (!sent) return;
    box.value = "";
    this.chosen = null;
  }
}
