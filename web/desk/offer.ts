// How long an offer still stands, in words.
import { html } from "lit";
import type { EnquiryRow } from "../shared/contract";
import { span } from "../shared/countdown";

export function offerCountdown({ offer_expires }: Pick<EnquiryRow, "offer_expires">, now: number) {
  if (offer_expires === null) return "";
  const left = Date.parse(offer_expires) - now;
  return html`<span class="left">${left > 0 ? `${span(left)} to decide` : "lapsed"}</span>`;
}
