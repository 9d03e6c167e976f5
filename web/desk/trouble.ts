// <desk-trouble>: what the system could not do, so that somebody can.
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Trouble } from "../shared/contract";
import { base } from "../shared/base";
import { shortTime } from "../shared/dates";
import { words } from "../shared/http";
import { DeskElement } from "./element";
import { enquiryHref } from "./route";
import { readable } from "./wording";

@customElement("desk-trouble")
export class DeskTrouble extends DeskElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        overflow-y: auto;
        padding: var(--s5);
      }
      h1 {
        font-size: 18px;
      }
      .intro {
        margin: var(--s1) 0 var(--s4);
        color: var(--ink-2);
      }
      li {
        display: grid;
        grid-template-columns: 120px 190px 1fr auto;
        gap: var(--s1) var(--s4);
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-bottom-width: 0;
        background: var(--surface);
        overflow-wrap: anywhere;
      }
      li:last-child {
        border-bottom-width: 1px;
      }
      time {
        color: var(--ink-2);
      }
      b {
        font-weight: 600;
      }
      @media (width < 720px) {
        :host {
          padding: var(--s3);
        }
        li {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  @state() private items: Trouble[] | null = null;
  @state() private error = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override render() {
    return html`<p><a href="/desk/mine">Back to the list</a></p>
      <h1>Trouble</h1>
      <p class="intro">What the system received or wanted to send and could not. Nothing here is lost.</p>
      ${this.error ? html`<p role="alert">${this.error} <button class="button" @click=${this.load}>Try again</button></p>` : nothing}
      ${this.list()}`;
  }

  private list() {
    if (this.items === null) return this.error ? nothing : html`<p role="status">Loading…</p>`;
    if (this.items.length === 0)
      return html`<p>
        <b>No trouble.</b> Everything that came was understood, everything we sent went out.
      </p>`;
    return html`<ul>
      ${this.items.map(
        ({ at, kind, detail, enquiry }) =>
          html`<li>
            <time datetime=${at}>${shortTime(at, this.desk.now)}</time><b>${readable(kind)}</b
            ><span>${detail}</span>
            ${enquiry === null ? html`<span></span>` : html`<a href=${enquiryHref("all", enquiry)}>Open the enquiry</a>`}
          </li>`,
      )}
    </ul>`;
  }

  private readonly load = async (): Promise<void> => {
    this.error = "";
    try {
      this.items = (await this.desk.api.trouble()).items;
    } catch (error) {
      this.error = words(error);
    }
  };
}
