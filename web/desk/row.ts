// One line of the list: who, what, since when, whose, and the clock. A link, so that it opens in a new tab too.
import { html, nothing, type TemplateResult } from "lit";
import type { EnquiryRow, View } from "../shared/contract";
import { ago } from "../shared/countdown";
import { icon } from "../shared/icons";
import type { ServerTime } from "../shared/server-time";
import { shown } from "../shared/telephone";
import { groupOf } from "./groups";
import { offerCountdown } from "./offer";
import { enquiryHref } from "./route";
import { channel, emergencyWords, isEmergency, stateWords } from "./wording";

export interface RowView {
  view: View;
  open: boolean;
  typing: boolean;
  time: ServerTime;
  /** An action of mine is under way. */
  busy: boolean;
  accept: () => unknown;
  decline: () => unknown;
}

export function row(enquiry: EnquiryRow, shownAs: RowView): TemplateResult {
  const { view, open, typing, time } = shownAs;
  const urgent = isEmergency(enquiry);
  const way = channel(enquiry.channel);
  const marks = [
    urgent ? "urgent" : "",
    enquiry.level === "life" ? "life" : "",
    enquiry.unread ? "unread" : "",
    enquiry.offered_to_me ? "offered" : "",
    groupOf(enquiry, time.now()) === "overdue" ? "overdue" : "",
  ];
  return html`<li>
    <a
      class="row ${marks.filter(Boolean).join(" ")}"
      href=${enquiryHref(view, enquiry.id)}
      aria-current=${open ? "true" : nothing}
    >
      ${
        urgent
          ? html`<span class="strip"
              >${icon("alarm", 13)}<span class="hush">Emergency: </span
              ><span class="kind">${emergencyWords(enquiry)}</span></span
            >`
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
          ${enquiry.offered_to_me ? offerCountdown(enquiry, time.now()) : stateWords(enquiry)}
        </span>
      </span>
      <span class="snippet">${typing ? html`<i>is writing…</i>` : enquiry.snippet || enquiry.summary}</span>
    </a>
    ${enquiry.offered_to_me ? offerButtons(enquiry, shownAs) : nothing}
  </li>`;
}

/** Beside the link, not in it: a button inside a link cannot be reached by everybody. */
function offerButtons({ person }: EnquiryRow, { busy, accept, decline }: RowView): TemplateResult {
  return html`<div class="answer">
    <button
      class="button primary"
      aria-label="Accept ${shown(person)}"
      ?disabled=${busy}
      @click=${() => void accept()}
    >
      Accept
    </button>
    <button
      class="button"
      aria-label="Decline ${shown(person)}"
      ?disabled=${busy}
      @click=${() => void decline()}
    >
      Decline
    </button>
  </div>`;
}
