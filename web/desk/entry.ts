// One entry of the thread: a day, a message with its marks and its delivery, or a note.
import { html, nothing, type TemplateResult } from "lit";
import type { DeskMessage, Media, Note } from "../shared/contract";
import { timeOf } from "../shared/dates";
import { icon } from "../shared/icons";
import { plainText } from "../shared/text";
import type { Item } from "./timeline";
import { channel, delivery as inWords, isLogged, readable } from "./wording";

/** `rescue` draws what can be done about a reply that did not arrive. */
export function entry(
  item: Item,
  tenant: string,
  rescue: (message: DeskMessage) => TemplateResult | typeof nothing,
): TemplateResult {
  if (item.kind === "day") return html`<h2 class="day">${item.label}</h2>`;
  if (item.kind === "note") return noteEntry(item.note);
  if (item.message.hidden) return hiddenEntry(item.message);
  return messageEntry(item, tenant, rescue(item.message));
}

function noteEntry(note: Note): TemplateResult {
  return html`<article class="note">
    <p class="by">
      ${icon("lock", 12)}<span
        >Note by ${note.who}, <time datetime=${note.at}>${timeOf(note.at)}</time>, only colleagues see
        this</span
      >
    </p>
    <div class="words">${plainText(note.text)}</div>
  </article>`;
}

/** It keeps its place, so that one sees that something was said. */
function hiddenEntry({ text, at }: DeskMessage): TemplateResult {
  return html`<p class="hidden">
    ${icon("lock", 12)}<span>${text} <time datetime=${at}>${timeOf(at)}</time></span>
  </p>`;
}

function messageEntry(
  { message, follows }: Extract<Item, { kind: "message" }>,
  tenant: string,
  rescue: TemplateResult | typeof nothing,
): TemplateResult {
  const bot = message.author === "bot";
  const logged = message.direction === "in" && isLogged(message.channel);
  const marks = [
    message.direction,
    bot ? "bot" : "",
    logged ? "logged" : "",
    follows ? "follows" : "",
    message.urgent ? "urgent" : "",
    message.delivery ?? "",
  ];
  return html`<article class="message ${marks.join(" ")}">
    ${
      follows
        ? html`<span class="hush">${writer(message, tenant)}</span>`
        : html`<p class="by">
            ${bot ? icon("bot", 13) : logged ? icon(channel(message.channel).icon, 13) : nothing}<span
              >${writer(message, tenant)}</span
            >
          </p>`
    }
    <div class="bubble">${plainText(message.text)}${message.media.map(medium)}${whole(message)}</div>
    <p class="meta">
      ${message.urgent ? html`<span class="chip late">${icon("alarm", 11)}urgent</span>` : nothing}
      ${message.late ? html`<span class="chip soon">${icon("clock", 11)}arrived late</span>` : nothing}
      <time datetime=${message.at}>${timeOf(message.at)}</time>
      ${message.automatic ? html`<span class="chip">not answered: ${message.automatic}</span>` : nothing}
      ${message.note ? html`<span>${message.note}</span>` : nothing}
      ${message.direction === "in" ? understood(message) : delivery(message)}
    </p>
    ${rescue}
  </article>`;
}

/** A mail with what it quotes and ends with, which the bubble leaves out. */
function whole({ whole: text }: DeskMessage) {
  if (text === "") return nothing;
  return html`<details class="whole">
    <summary>Show the whole message</summary>
    ${plainText(text)}
  </details>`;
}

function writer(message: DeskMessage, tenant: string): string {
  if (message.direction === "in" && isLogged(message.channel))
    return `${message.channel === "phone" ? "Call" : "Visit"}, logged by ${message.name || "a colleague"}`;
  if (message.direction === "in") return message.name || tenant;
  if (message.author !== "bot") return message.name || "A colleague";
  const name = message.name || "assistant";
  return capital(name.includes("automated") ? name : `${name} (automated)`);
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function understood({ understanding }: DeskMessage) {
  if (understanding === null) return nothing;
  const sure = Math.round(understanding.confidence * 100);
  return html`<span title="What the assistant took it for"
    >understood as ${readable(understanding.topic)}, ${sure} % sure</span
  >`;
}

function delivery({ delivery: state, error, channel: way }: DeskMessage) {
  if (state === null) return nothing;
  const { words, tone, icon: sign } = inWords(state);
  return html`<span class="delivery ${tone}" title=${channel(way).label}
    >${icon(sign, 13)}${words}${error ? `: ${error}` : ""}</span
  >`;
}

function medium({ url, type, state }: Media) {
  const kind = type.startsWith("image/") ? "Picture" : "Attachment";
  if (url === null || url === "" || state !== "kept") {
    return html`<span class="media"
      >${kind} ${state === "lost" ? "could not be fetched" : "is being fetched"}</span
    >`;
  }
  if (!/^(?:https?:|\/)/u.test(url)) return nothing;
  return html`<a class="media" href=${url} target="_blank" rel="noopener noreferrer">
    ${type.startsWith("image/") ? html`<img src=${url} alt="Picture from the tenant" loading="lazy" />` : `${kind} (${type})`}
  </a>`;
}
