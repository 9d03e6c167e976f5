// <desk-panel>: the right pane. Who this is, what the landlord's records say, the clocks, what the bot gathered, why it came to whom, and what happened.
import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { Enquiry } from "../shared/contract";
import { base } from "../shared/base";
import { icon } from "../shared/icons";
import { DeskElement } from "./element";
import { clocks, history, otherEnquiries, whyMe } from "./panel-enquiry";
import { person, rent, repairs, tenancy } from "./panel-person";
import { channel, isLogged } from "./wording";
import { panelStyles } from "./panel-styles";
import "./countdown";

@customElement("desk-panel")
export class DeskPanel extends DeskElement {
  static override styles = [base, panelStyles];

  protected override render() {
    const { open } = this.desk;
    if (open === null) return html`<p class="none">Details of the person appear here.</p>`;
    return html`
      <div class="head">
        <h2>Details</h2>
        <button class="button quiet icon" aria-label="Close the details" @click=${this.shut}>
          ${icon("cross")}
        </button>
      </div>
      ${this.sections(open)}
    `;
  }

  private sections(open: Enquiry) {
    const now = this.desk.now;
    return html`
      ${
        open.summary
          ? html`<section class="summary">
              <h3>
                ${
                  isLogged(open.channel)
                    ? html`${icon(channel(open.channel).icon, 13)} What was said`
                    : html`${icon("bot", 13)} What the assistant gathered`
                }
              </h3>
              <p>${open.summary}</p>
            </section>`
          : nothing
      }
      ${
        open.person.records_down
          ? html`<p class="down" role="status">
              ${icon("offline", 14)} The landlord's records do not answer. What is missing here may still
              exist.
            </p>`
          : nothing
      }
      ${person(open.person)} ${tenancy(open.person)} ${rent(open.person, now)} ${repairs(open.person)}
      ${clocks(open, this.desk.time)} ${whyMe(open)} ${otherEnquiries(open.person, now)} ${history(open, now)}
    `;
  }

  private readonly shut = (): void => {
    this.dispatchEvent(new CustomEvent("details", { bubbles: true, composed: true }));
  };
}
