// <sandbox-chat>: one device that chats, by SMS or an app: bubbles, what became of each, and buttons to tap.
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { base } from "../shared/base";
import { timeOf } from "../shared/dates";
import { icon } from "../shared/icons";
import { plainText } from "../shared/text";
import type { Entry } from "./api";
import { look } from "./channels";
import { chatStyles } from "./chat-styles";
import { Device } from "./device";
import { deviceStyles } from "./device-styles";
import { tappable } from "./entries";
import { Following } from "./following";
import { became, troubles } from "./parts";

@customElement("sandbox-chat")
export class SandboxChat extends LitElement {
  static override styles = [base, deviceStyles, chatStyles];

  @property() channel = "sms";
  @property() address = "";
  @property() name = "";

  private readonly device = new Device(this, () => this);
  private readonly following = new Following(this);

  protected override render() {
    const { entries, onItsWay } = this.device;
    return html`
      <div class="log" role="log" aria-label="Messages" tabindex="0" data-channel=${this.channel}>
        ${
          entries.length === 0 && onItsWay === ""
            ? html`<p class="empty">Nothing here yet. Write the first message.</p>`
            : nothing
        }
        ${entries.map((entry) => this.bubble(entry))}
        ${
          onItsWay === ""
            ? nothing
            : html`<div class="text out">
                <div class="bubble">${plainText(onItsWay)}</div>
                <p>Sending…</p>
              </div>`
        }
      </div>
      ${this.choices()} ${troubles(this.device)}
      <form @submit=${this.submitted}>
        <textarea
          aria-label="Message as ${this.name}"
          placeholder=${look(this.channel).placeholder}
          rows="1"
          @keydown=${this.keyed}
        ></textarea>
        <button class="button primary icon" aria-label="Send" ?disabled=${onItsWay !== ""}>
          ${icon("send")}
        </button>
      </form>
    `;
  }

  private bubble({ direction, text, at, state }: Entry) {
    return html`<div class="text ${direction}">
      <span class="hush">${direction === "out" ? "You" : "The landlord"}: </span>
      <div class="bubble">${plainText(text)}</div>
      <p>${timeOf(at)} ${became(direction, state)}</p>
    </div>`;
  }

  private choices() {
    const asked = tappable(this.device.entries);
    if (asked === undefined || this.device.onItsWay !== "") return nothing;
    return html`<div class="choices" role="group" aria-label="Answers to tap">
      ${asked.buttons.map((label) => html`<button @click=${() => this.tap(asked, label)}>${label}</button>`)}
    </div>`;
  }

  private tap(asked: Entry, label: string): void {
    void this.device.write({ text: label, tapped: label, answers: asked.seq });
  }

  protected override willUpdate(): void {
    this.following.before();
  }

  protected override updated(): void {
    this.following.after();
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
    if (box === null || text === "" || this.device.onItsWay !== "") return;
    box.value = "";
    if (!(await this.device.write({ text }))) box.value = [text, box.value].filter(Boolean).join("\n");
  }
}
