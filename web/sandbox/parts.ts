// What every device shows alike: what became of a message, and what is wrong.
import { html, nothing } from "lit";
import { icon } from "../shared/icons";
import { stateWords, ticksOf } from "./channels";
import type { Device } from "./device";

export function became(direction: "out" | "in", state: string) {
  const words = stateWords(direction, state);
  const ticks = ticksOf(state);
  if (ticks === "") return html`<span class=${state}>${words}</span>`;
  return html`<span class=${state} title=${words}
    >${icon(ticks, 14)}<span class="hush">${words}</span></span
  >`;
}

export function troubles({ error, away }: Device) {
  return html`
    ${error ? html`<p class="problem" role="alert">${error}</p>` : nothing}
    ${away ? html`<p class="problem" role="status">The server does not answer. Still trying.</p>` : nothing}
  `;
}
