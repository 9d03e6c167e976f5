// One line of the list: who, what, since when, whose, and the clock. A link, so that it opens in a new tab too.
import { html, nothing, type TemplateResult } from "lit";
import type { EnquiryRow, View } from "../shared/contract";
import { ago } from "../shared/countdown";
import { icon } from "../shared/icons";
import type { ServerTime } from "../shared/server-time";
import { shown } from "../shared/telephone";
import { offerCountdown } from "./offer";
import { enquiryHref } from "./route";
import { channel, emergencyWords, isEmergency, stateWords } from "./wording";

export interface RowView {
  view: View;
  open: boolean;
  typing: boolean;
  time: ServerTime;
}

export function row(enquiry: EnquiryRow, { view, open, typing, time }: RowView): TemplateResult {
  const urgent = isEmergency(enquiry);
  const way = channel(enquiry.channel);
  return html`<li>
    <a
      class="row ${urgent ? "urgent" : ""} ${enquiry.unread ? "unread" : ""} ${enquiry.offered_to_me ? "offered" : ""}"
      href=${enquiryHref(view, enquiry.id)}
      aria-current=${open ? "true" : nothing}
    >
      ${
        urgent
          ? html`<span class="strip">${icon("alarm", 13)}<b>EMERGENCY</b> ${emergencyWords(enquiry)}</span>`
          : nothing
      }
      <span class="line">
        <span class="who">
          ${enquiry.unread ? html`<span class="dot"><span class="hush">Unread. </span></span>` : nothing}${shown(enquiry.person)}
        </span>
        <span class="way" title=${way.label}
          >${icon(way.icon, 13)}<span class="hush">${way.label}</span></span
        >
        ${
          enquiry.due === null || enquiry.state === "closed"
            ? html`<span class="age">${ago(enquiry.created_at, time.now())}</span>`
            : html`<desk-countdown
                .clock=${enquiry.due}
                .time=${time}
                label=${enquiry.due.label}
              ></desk-countdown>`
        }
      </span>
      <span class="line">
        <span class="topic">${enquiry.topic_label}</span>
        ${enquiry.delivery_trouble ? html`<span class="chip late">${icon("alarm", 11)}not delivered</span>` : nothing}
        <span class="state">
          ${enquiry.offered_to_me ? html`Offer, ${offerCountdown(enquiry, time.now())}` : stateWords(enquiry)}
        </span>
      </span>
      <span class="snippet">${typing ? html`<i>is writing…</i>` : enquiry.snippet || enquiry.summary}</span>
    </a>
  </li>`;
}
