// The fields of the dialog in which a call or a visit is logged, but for who it was and what about.
import { html, nothing, type TemplateResult } from "lit";
import type { Choice, ContactOutcome } from "../shared/contract";
import { timeOf } from "../shared/dates";
import { icon } from "../shared/icons";
import { beganAt, type Typed } from "./contact-draft";

/** What was typed so far, and how it is changed. */
export interface Form {
  typed: Typed;
  change: (given: Partial<Typed>) => void;
}

const OUTCOMES: [ContactOutcome, string, string][] = [
  ["needs_somebody", "Needs somebody", "It goes to the best-placed colleague"],
  ["mine", "With me", "It is yours"],
  ["dealt_with", "Dealt with", "It is closed"],
];

const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

export function way({ typed, change }: Form): TemplateResult {
  const choice = (channel: Typed["channel"], label: string, sign: TemplateResult) =>
    html`<label
      ><input
        type="radio"
        name="channel"
        value=${channel}
        .checked=${typed.channel === channel}
        @change=${() => change({ channel })}
      />${sign}${label}</label
    >`;
  return html`<fieldset class="switch">
    <legend class="hush">Call or visit</legend>
    ${choice("phone", "Call", icon("phone", 14))} ${choice("counter", "Visit", icon("counter", 14))}
  </fieldset>`;
}

export function outcome({ typed, change }: Form): TemplateResult {
  return html`<fieldset class="outcomes">
    <legend>What happens now</legend>
    ${OUTCOMES.map(
      ([key, label, what]) =>
        html`<label class="choice" title=${what}
          ><input
            type="radio"
            name="outcome"
            value=${key}
            .checked=${typed.outcome === key}
            @change=${() => change({ outcome: key })}
          />${label}</label
        >`,
    )}
  </fieldset>`;
}

/** `asked`: the server found words of danger, and wants to know. An emergency is not dealt with on the spot. */
export function emergency(form: Form, kinds: readonly Choice[], asked: boolean): TemplateResult {
  const { typed, change } = form;
  const ticked = () => {
    const on = !typed.emergency;
    const settled = on && typed.outcome === "dealt_with" ? "mine" : typed.outcome;
    change({ emergency: on, noEmergency: false, outcome: settled });
  };
  return html`<div class="danger ${typed.emergency ? "on" : ""}">
    <label class="choice"
      ><input
        type="checkbox"
        .checked=${typed.emergency}
        @change=${ticked}
      />${icon("alarm", 14)}Emergency</label
    >
    ${typed.emergency ? kindOf(form, kinds) : asked ? none(form) : nothing}
  </div>`;
}

function kindOf({ typed, change }: Form, kinds: readonly Choice[]): TemplateResult {
  return html`<label class="kind"
    ><span class="hush">Kind of emergency</span
    ><select class="field" @change=${(event: Event) => change({ kind: valueOf(event) })}>
      <option value="" ?selected=${typed.kind === ""}>As I wrote it</option>
      ${kinds.map(
        ({ name, label }) => html`<option value=${name} ?selected=${typed.kind === name}>${label}</option>`,
      )}
    </select></label
  >`;
}

function none({ typed: { noEmergency }, change }: Form): TemplateResult {
  return html`<label class="choice"
    ><input
      type="checkbox"
      .checked=${noEmergency}
      @change=${() => change({ noEmergency: !noEmergency })}
    />It is not an emergency</label
  >`;
}

/** `now` in milliseconds of the server's clock. */
export function lengths({ typed, change }: Form, now: () => number): TemplateResult {
  const figure = (name: "rang" | "lasted", label: string, most: number) =>
    html`<label
      >${label}<input
        class="field"
        type="number"
        inputmode="decimal"
        min="0"
        max=${most}
        step=${name === "lasted" ? "any" : "1"}
        name=${name}
        .value=${typed[name]}
        @input=${(event: Event) => change({ [name]: valueOf(event) })}
    /></label>`;
  return html`<div class="lengths">
    <label
      >Began<input
        class="field"
        type="time"
        name="began"
        .value=${typed.began === "" ? "" : timeOf(typed.began)}
        @change=${(event: Event) => change({ began: beganAt(valueOf(event), now()) })}
    /></label>
    ${typed.channel === "phone" ? figure("rang", "Rang (s)", 3600) : nothing}
    ${figure("lasted", "Lasted (min)", 720)}
  </div>`;
}
