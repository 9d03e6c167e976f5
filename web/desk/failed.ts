// What can be done about a reply that did not arrive: try again, or send it to another address of the same person.
import { html, nothing, type TemplateResult } from "lit";
import type { DeskMessage, Enquiry, Way } from "../shared/contract";
import { icon } from "../shared/icons";
import { shown } from "../shared/telephone";
import type { Desk } from "./desk";
import { byChannel, channel } from "./wording";

export function failed(desk: Desk, { id }: Enquiry, message: DeskMessage): TemplateResult | typeof nothing {
  const { failed: lost } = message;
  if (lost === null) return nothing;
  if (lost.sent_by !== null)
    return html`<p class="rescue">
      ${icon("tick", 12)}<span>Sent ${byChannel(lost.sent_by)} instead</span>
    </p>`;
  const again = () => desk.change(() => desk.api.retry(id, message.id), "It is on its way again.");
  const send = (way: Way) =>
    desk.change(() => desk.api.elsewhere(id, message.id, way), `Sent ${byChannel(way.channel)}.`);
  return html`<div class="rescue">
    ${lost.opted_out ? html`<span>They opted out of messages to this number.</span>` : nothing}
    ${
      lost.again
        ? html`<button class="button" ?disabled=${desk.busy} @click=${() => void again()}>
            ${icon("again", 13)}Try again
          </button>`
        : nothing
    }
    ${lost.elsewhere.map((way) => other(way, desk.busy, () => void send(way)))}
  </div>`;
}

/** An address that opted out is shown, so that nobody looks for it, and cannot be used. */
function other(way: Way, busy: boolean, send: () => void): TemplateResult {
  const { label, icon: sign } = channel(way.channel);
  const to = shown(way.address);
  if (way.opted_out)
    return html`<span class="out-of-it">${icon(sign, 13)}${label} to ${to}: opted out</span>`;
  return html`<button
    class="button"
    ?disabled=${busy}
    title=${way.open ? "" : "Outside its 24-hour window: a template is sent"}
    @click=${send}
  >
    ${icon(sign, 13)}<span>Send ${byChannel(way.channel)}<span class="to"> to ${to}</span></span>
  </button>`;
}
