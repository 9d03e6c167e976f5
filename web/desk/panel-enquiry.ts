// The enquiry's side of the right pane: clocks, why it came to whom, other enquiries, what happened.
import { html, nothing } from "lit";
import type { Clock, Enquiry, PersonPanel } from "../shared/contract";
import { dateOf, shortTime } from "../shared/dates";
import { icon } from "../shared/icons";
import type { Running } from "../shared/countdown";
import type { ServerTime } from "../shared/server-time";
import { enquiryHref } from "./route";
import { readable, stateName } from "./wording";

export function clocks(open: Enquiry, time: ServerTime) {
  if (open.clocks.length === 0) return nothing;
  return html`<section>
    <h3>Promises</h3>
    <ul class="lines">
      ${open.clocks.map(
        (clock) =>
          html`<li>
            <span class="split">
              <b>${clock.label || readable(clock.promise)}</b>
              <desk-countdown .clock=${running(clock)} .time=${time} label=${clock.label}></desk-countdown>
            </span>
            <span>${clockWords(clock, time.now())}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

const running = (clock: Clock): Running => ({
  started: clock.started_at,
  at: clock.due_at,
  met_at: clock.met_at,
  state: clock.met_at !== null ? "met" : clock.breached_at !== null ? "breached" : "running",
});

/** A breach is never erased: one that was met late says so. */
function clockWords(clock: Clock, now: number): string {
  const due = `due ${shortTime(clock.due_at, now)}`;
  if (clock.met_at === null) return due;
  const by = clock.met_by === "bot" ? "the assistant" : readable(clock.met_by ?? "");
  const late = clock.breached_at === null ? "" : ", after the promise was broken";
  return `${due}, met ${shortTime(clock.met_at, now)}${by ? ` by ${by}` : ""}${late}`;
}

export function whyMe({ why }: Enquiry) {
  if (why === null) return nothing;
  return html`<section>
    <details>
      <summary>${icon("down", 12)} Why ${why.chosen ?? "nobody"}?</summary>
      <table>
        <caption class="hush">
          Colleagues who could take it, best first
        </caption>
        <thead>
          <tr>
            <th scope="col">Colleague</th>
            <th scope="col">Points</th>
          </tr>
        </thead>
        <tbody>
          ${why.candidates.map(
            ({ name, score, parts }) =>
              html`<tr>
                <td><b>${name}</b><small>${partsWords(parts)}</small></td>
                <td>${rounded(score)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${why.excluded.map(({ name, because }) => html`<p class="small"><b>${name}</b> was left out: ${because}</p>`)}
    </details>
  </section>`;
}

const rounded = (score: unknown): string =>
  typeof score === "number" ? String(Math.round(score * 10) / 10) : String(score);

function partsWords(parts: Record<string, unknown>): string {
  return Object.entries(parts)
    .map(([part, points]) => `${readable(part)} ${rounded(points)}`)
    .join(", ");
}

export function otherEnquiries({ other_enquiries: others }: PersonPanel, now: number) {
  if (others.length === 0) return nothing;
  return html`<section>
    <h3>Other enquiries <span class="count">${others.length}</span></h3>
    <ul class="lines">
      ${others.map(
        (other) =>
          html`<li>
            <a href=${enquiryHref("all", other.id)}>${other.topic_label}</a>
            <span
              >${other.reference} · ${stateName(other.state)} ·
              ${now - Date.parse(other.created_at) > 86_400_000 ? dateOf(other.created_at) : "today"}</span
            >
          </li>`,
      )}
    </ul>
  </section>`;
}

export function history(open: Enquiry, now: number) {
  if (open.history.length === 0) return nothing;
  return html`<section>
    <details>
      <summary>${icon("down", 12)} History <span class="count">${open.history.length}</span></summary>
      <ol class="lines">
        ${open.history.map(
          ({ at, who, what, why }) =>
            html`<li>
              <b>${who} ${readable(what)}</b>
              <span><time datetime=${at}>${shortTime(at, now)}</time>${why ? ` · ${why}` : ""}</span>
            </li>`,
        )}
      </ol>
    </details>
  </section>`;
}
