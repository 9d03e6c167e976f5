// The person's side of the right pane: person, tenancy, rent, repairs.
import { html, nothing } from "lit";
import type { PersonPanel } from "../shared/contract";
import { dateOf, shortTime } from "../shared/dates";
import { icon } from "../shared/icons";
import { balance, money } from "../shared/money";
import { plainText } from "../shared/text";
import { channel, isLogged, nameOf, readable } from "./wording";

/** A line of facts; left out where there is nothing to say. */
const fact = (name: string, value: unknown) =>
  value === "" || value == null
    ? nothing
    : html`<dt>${name}</dt>
        <dd>${value}</dd>`;

const chips = (words: string[], tone = "") =>
  words.map((word) => html`<span class="chip ${tone}">${readable(word)}</span> `);

export function person(who: PersonPanel) {
  return html`<section>
    <h3>Person</h3>
    <p class="big">${nameOf(who)}</p>
    <p class="chips">
      ${
        who.proven
          ? html`<span class="chip ok">${icon("tick", 11)}identity proven</span>`
          : html`<span class="chip soon">${icon("help", 11)}identity not proven</span>`
      }
      ${chips(who.flags, "soon")}
    </p>
    <dl>
      ${fact(isLogged(who.channel) ? "Came by" : "Writes by", channel(who.channel).label)}
      ${fact("From", plainText(who.address))}
      ${who.language === "en" ? nothing : fact("Language", languageName(who.language))}
    </dl>
  </section>`;
}

export function tenancy({ tenancy: held }: PersonPanel) {
  if (held === null)
    return html`<section>
      <h3>Tenancy</h3>
      <p class="none">No tenancy is linked.</p>
    </section>`;
  return html`<section>
    <h3>Tenancy</h3>
    <dl>
      ${fact("Reference", held.reference)} ${fact("Home", held.address)}
      ${fact("Tenure", readable(held.tenure))} ${fact("Since", dateOf(held.since))}
      ${fact("Held by", held.holders.join(", "))} ${fact("Officer", held.officer)}
      ${held.vulnerabilities.length === 0 ? nothing : fact("Take care", chips(held.vulnerabilities, "soon"))}
    </dl>
  </section>`;
}

export function rent({ rent: account }: PersonPanel, now: number) {
  if (account === null) return nothing;
  const { amount, words } = balance(account.balance_pence);
  return html`<section>
    <h3>Rent</h3>
    <p class="big money ${words === "owed" ? "owed" : ""}">${amount} <small>${words}</small></p>
    <dl>
      ${fact("As at", shortTime(account.as_at, now))}
      ${fact("Next charge", `${money(account.next_charge_pence)} on ${dateOf(account.next_charge_on)}`)}
    </dl>
  </section>`;
}

export function repairs({ repairs: all }: PersonPanel) {
  if (all.length === 0) return nothing;
  return html`<section>
    <h3>Repairs <span class="count">${all.length}</span></h3>
    <ul class="lines">
      ${all.map(
        (repair) =>
          html`<li>
            <b>${repair.summary}</b>
            <span>
              ${repair.reference} · ${readable(repair.priority)} ·
              ${readable(repair.status)}${repair.due_on ? `, by ${dateOf(repair.due_on)}` : ""}
            </span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames("en-GB", { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
