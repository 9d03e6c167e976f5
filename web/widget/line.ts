// The bar that says how the line to the landlord is, where it is not well; and what to do meanwhile in danger.
import { html, type TemplateResult } from "lit";
import type { Line } from "./ports";

export function lineState(line: Line, problem: string): TemplateResult {
  const words = lineWords(line, problem);
  return html`<p class="state ${words === "" ? "well" : ""}" role="status">${words}</p>`;
}

function lineWords(line: Line, problem: string): TemplateResult | string {
  if (line === "connecting") return "Connecting…";
  if (line !== "offline") return "";
  return html`${problem || "No connection. What you write is kept and sent as soon as we can."} In danger?
    Ring <a href="tel:999">999</a>.`;
}
