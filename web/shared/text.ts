// Renders a text that people wrote: line breaks kept, links clickable, nothing ever taken as HTML.
import { html, type TemplateResult } from "lit";
import { linkify } from "./linkify";

export function plainText(text: string): TemplateResult[] {
  return linkify(text).map((part) => {
    if (part.kind === "text") return html`${part.text}`;
    if (!part.external) return html`<a href=${part.href}>${part.text}</a>`;
    return html`<a href=${part.href} target="_blank" rel="noopener noreferrer">${part.text}</a>`;
  });
}
