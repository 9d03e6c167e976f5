// The message log: who wrote what and when, what is not sent yet, and the quick replies under the newest message.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ChatMessage } from "../shared/contract";
import { dayName, dayOf, timeOf } from "../shared/dates";
import { icon } from "../shared/icons";
import { plainText } from "../shared/text";
import { buttons, type History, type Pending } from "./history";
import type { Line } from "./ports";

export interface LogActions {
  say(text: string): void;
  retry(id: string): void;
  withdraw(id: string): void;
}

export function log(history: History, line: Line, typing: boolean, act: LogActions): TemplateResult {
  const { messages, pending } = history;
  return html`
    ${repeat(
      messages,
      ({ seq }) => seq,
      (_, index) => [day(messages, index), entry(messages, index)],
    )}
    ${repeat(
      pending,
      (message) => message.id,
      (message) => waiting(message, line, act),
    )}
    ${quickReplies(buttons(history), act)}
    ${
      typing
        ? html`<p class="typing">
            <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>Somebody is writing
          </p>`
        : nothing
    }
  `;
}

function day(messages: readonly ChatMessage[], index: number) {
  const at = messages[index]?.at ?? "";
  const before = messages[index - 1]?.at;
  if (before === undefined ? dayOf(at) === dayOf(Date.now()) : dayOf(before) === dayOf(at)) return nothing;
  return html`<p class="day">${dayName(at, Date.now())}</p>`;
}

function entry(messages: readonly ChatMessage[], index: number) {
  const message = messages[index];
  if (message === undefined) return nothing;
  const before = messages[index - 1];
  const same = before?.author === message.author && before.name === message.name;
  const last = index === messages.length - 1;
  const follows = messages[index + 1]?.author === message.author;
  return html`<div class="message ${message.author} ${same ? "same" : ""}">
    ${same && message.author !== "bot" ? html`<span class="hush">${name(message)}: </span>` : who(message)}
    <div class="bubble">${plainText(message.text)}</div>
    ${
      follows && !last
        ? nothing
        : html`<p class="meta">
            <time datetime=${message.at}>${timeOf(message.at)}</time
            >${message.author === "tenant" && last ? "Sent" : nothing}
          </p>`
    }
  </div>`;
}

function who(message: ChatMessage) {
  if (message.author === "tenant") return html`<span class="hush">You: </span>`;
  return html`<p class="who">${message.author === "bot" ? icon("bot", 14) : nothing}${name(message)}</p>`;
}

function name(message: ChatMessage): string {
  if (message.author === "tenant") return "You";
  const given = message.name || (message.author === "bot" ? "the automated assistant" : "A colleague");
  return given.charAt(0).toUpperCase() + given.slice(1);
}

function waiting(message: Pending, line: Line, act: LogActions) {
  return html`<div class="message tenant waiting">
    <span class="hush">You: </span>
    <div class="bubble">${plainText(message.text)}</div>
    ${
      message.refused === undefined
        ? html`<p class="meta">
            ${line === "live" || line === "polling" ? "Sending…" : "Not sent yet, trying again"}
          </p>`
        : html`<p class="meta warn">
            Not sent: ${message.refused}
            <button class="link" @click=${() => act.retry(message.id)}>Try again</button>
            <button class="link" @click=${() => act.withdraw(message.id)}>Change it</button>
          </p>`
    }
  </div>`;
}

function quickReplies(labels: readonly string[], act: LogActions) {
  if (labels.length === 0) return nothing;
  return html`<div class="quick" role="group" aria-label="Quick replies">
    ${labels.map((label) => html`<button type="button" @click=${() => act.say(label)}>${label}</button>`)}
  </div>`;
}
