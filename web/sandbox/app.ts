// <sandbox-app>: choose who to be, phones side by side, and the web chat in a frame of its own.
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { sandbox } from "../shared/api";
import type { SandboxPhone } from "../shared/contract";
import { words } from "../shared/http";
import { icon } from "../shared/icons";
import { shown } from "../shared/telephone";
import { newNumber, stranger } from "./people";
import "./phone";

const KEY = "doorstep sandbox phones";

interface Chat extends HTMLElement {
  forget?: () => void;
}

@customElement("sandbox-app")
export class SandboxApp extends LitElement {
  @state() private people: SandboxPhone[] | null = null;
  @state() private landlord = "";
  @state() private open: string[] = remembered();
  @state() private error = "";

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override render() {
    return html`
      <header>
        <h1>Sandbox</h1>
        <p>Be a tenant: text or chat as they would. Nothing here reaches a real phone.</p>
        <nav aria-label="Other pages">
          <a href="/desk" target="_blank">${icon("person")} Open the desk</a
          ><a href="/" target="_blank">${icon("home")} Public page</a>
        </nav>
      </header>
      <main>
        <section class="people" aria-labelledby="people">
          <h2 id="people">Who are you?</h2>
          ${this.choice()}
        </section>
        <section class="stage" aria-label="Phones and web chat">
          <div class="phones" tabindex="0" role="group" aria-label="Phones">${this.phones()}</div>
          ${this.chat()}
        </section>
      </main>
    `;
  }

  private phones() {
    if (this.open.length === 0)
      return html`<p class="nobody">Choose somebody, and their phone appears here.</p>`;
    return repeat(
      this.open,
      (number) => number,
      (number) =>
        html`<sandbox-phone
          .person=${this.person(number)}
          .landlord=${this.landlord}
          @shut=${() => this.keep(this.open.filter((other) => other !== number))}
        ></sandbox-phone>`,
    );
  }

  private choice() {
    if (this.error !== "") {
      return html`<p role="alert">
        ${this.error} <button class="plain" @click=${this.load}>Try again</button>
      </p>`;
    }
    if (this.people === null) return html`<p role="status">Loading…</p>`;
    return html`<ul>
      ${this.people.map((person) => this.card(person))}
      <li>
        <button class="card" @click=${this.addStranger}>
          <b>A new number</b><span class="about">Somebody the landlord does not know</span>
        </button>
      </li>
    </ul>`;
  }

  private card(person: SandboxPhone) {
    const open = this.open.includes(person.number);
    return html`<li>
      <button
        class="card"
        aria-pressed=${open}
        title=${person.about}
        @click=${() => this.toggle(person.number)}
      >
        <b>${person.name}</b><span class="about">${person.about}</span>
        ${open ? html`<span class="number">${shown(person.number)}</span>` : nothing}
      </button>
    </li>`;
  }

  private chat() {
    return html`<article class="frame" aria-label="Web chat">
      <div class="bar">
        <b>Web chat</b><span>as a visitor</span><button class="plain" @click=${this.anew}>Start again</button>
      </div>
      <div class="inside"><doorstep-chat inline></doorstep-chat></div>
    </article>`;
  }

  private person(number: string): SandboxPhone {
    return this.people?.find((person) => person.number === number) ?? stranger(number);
  }

  private toggle(number: string): void {
    const open = this.open.includes(number);
    this.keep(open ? this.open.filter((other) => other !== number) : [number, ...this.open]);
  }

  private keep(open: string[]): void {
    this.open = open;
    sessionStorage.setItem(KEY, JSON.stringify(open));
  }

  private readonly addStranger = (): void => {
    const held = [...(this.people ?? []).map((person) => person.number), ...this.open];
    this.keep([newNumber(held, Math.random), ...this.open]);
  };

  private readonly anew = (): void => this.querySelector<Chat>("doorstep-chat")?.forget?.();

  private readonly load = async (): Promise<void> => {
    this.error = "";
    try {
      const { phones, landlord_number } = await sandbox.phones();
      this.people = phones;
      this.landlord = landlord_number;
      const [first] = phones;
      if (this.open.length === 0 && first !== undefined) this.keep([first.number]);
    } catch (error) {
      this.error = words(error);
    }
  };
}

function remembered(): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as string[];
  } catch {
    return [];
  }
}
