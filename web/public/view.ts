// The parts of the public page that the landlord's own facts fill: ways to reach us, opening times, how we are doing.
import { html, nothing, type TemplateResult } from "lit";
import type { PublicFacts } from "../shared/contract";
import { icon } from "../shared/icons";
import { shown } from "../shared/telephone";
import { callWords, promiseWords } from "./promise";

interface Chat extends HTMLElement {
  show?: (draft?: string) => void;
}

const ASKS: [string, string][] = [
  ["Report a repair", "I want to report a repair: "],
  ["Chase a repair", "I am waiting for a repair: "],
  ["Change an appointment", "I want to change my appointment: "],
  ["My rent balance", "What is my rent balance?"],
  ["Something else", ""],
];

function chat(draft: string): void {
  document.querySelector<Chat>("doorstep-chat")?.show?.(draft);
}

export function askButtons(): TemplateResult[] {
  return ASKS.map(
    ([label, draft]) => html`<button type="button" @click=${() => chat(draft)}>${label}</button>`,
  );
}

export function openWords({ open_now }: PublicFacts): TemplateResult {
  return html`<span class="dot ${open_now ? "on" : ""}"></span
    >${open_now ? "Our team is here now" : "Our team is away now; the assistant answers"}`;
}

export function facts(given: PublicFacts, now: Date): TemplateResult {
  return html`${ways(given)} ${opening(given, now)} ${doing(given)}`;
}

function ways({ phone, sms }: PublicFacts) {
  return html`<section aria-labelledby="ways">
    <h2 id="ways">Ways to reach us</h2>
    <ul class="ways">
      <li>
        ${icon("chat", 20)}
        <div>
          <h3>Chat</h3>
          <p>On this page, day and night.</p>
          <button class="linkish" type="button" @click=${() => chat("")}>Open the chat</button>
        </div>
      </li>
      ${
        sms
          ? html`<li>
              ${icon("sms", 20)}
              <div>
                <h3>Text</h3>
                <p>From any mobile, day and night.</p>
                <a href="sms:${dialled(sms)}">${shown(sms)}</a>
              </div>
            </li>`
          : nothing
      }
      ${
        phone
          ? html`<li>
              ${icon("phone", 20)}
              <div>
                <h3>Phone</h3>
                <p>When we are open.</p>
                <a href="tel:${dialled(phone)}">${shown(phone)}</a>
              </div>
            </li>`
          : nothing
      }
    </ul>
  </section>`;
}

const dialled = (number: string): string => number.replace(/[^\d+]/gu, "");

function opening({ opening: days }: PublicFacts, now: Date) {
  if (days.length === 0) return nothing;
  const today = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "Europe/London" }).format(now);
  return html`<section aria-labelledby="opening">
    <h2 id="opening">Opening times</h2>
    <table>
      <thead class="hush">
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Hours</th>
        </tr>
      </thead>
      <tbody>
        ${days.map(
          ({ day, hours }) =>
            html`<tr class=${day === today ? "today" : ""}>
              <th scope="row">${day}${day === today ? html` <span class="tag">today</span>` : nothing}</th>
              <td>${hours}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function doing(given: PublicFacts) {
  const { figure, text, small } = promiseWords(given.promise);
  const calls = callWords(given);
  return html`<section class="doing" aria-labelledby="doing">
    <h2 id="doing">How we are doing</h2>
    ${figure === "" ? nothing : html`<p class="figure">${figure}</p>`}
    <p>${text}</p>
    <p class="small">${small}</p>
    ${calls === "" ? nothing : html`<p>${calls}</p>`}
  </section>`;
}

export function problem(text: string, again: () => void): TemplateResult {
  return html`<section class="problem" role="alert">
    <h2>Our details cannot be shown just now</h2>
    <p>${text}</p>
    <button class="linkish" type="button" @click=${again}>Try again</button>
  </section>`;
}
