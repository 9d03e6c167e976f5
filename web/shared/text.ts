// Renders a text that people wrote: line breaks kept, links clickable, nothing ever taken as HTML. base.ts styles `.words`.
import { html, type TemplateResult } from "lit";
import { linkify, type Part } from "./linkify";

export const plainText = (text: string): TemplateResult =>
  html`<span class="words">${linkify(text).map(rendered)}</span>`;

function rendered(part: Part): TemplateResult | string {
  if (part.kind === "text") return part.text;
  if (!part.external) return html`<a href=${part.href}>${part.text}</a>`;
  return html`<a href=${part.href} target="_blank" rel="noopener noreferrer">${part.text}</a>`;
}
