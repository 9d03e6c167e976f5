// <sandbox-app>: choose who to be; their phones side by side, each with all its channels, and the web chat beside them.
import { html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { words } from "../shared/http";
import { icon } from "../shared/icons";
import { shown } from "../shared/telephone";
import { people, person, type Person } from "./api";
import "./handset";
import { newNumber } from "./people";

const KEY = "doorstep sandbox phones";

interface Chat extends HTMLElement {
  forget?: () => void;
}

@customElement("sandbox-app")
export class SandboxApp extends LitElement {
  @state() private people: Person[] | null = null;
  /** Who has a number that none of the people has. */
  @state() private newcomers: Person[] = [];
  @state() private landlord: Record<string, string> = {};
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
        <p>Be a tenant: write as they would, on any channel. Nothing here leaves this machine.</p>
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
    const known = [...(this.people ?? []), ...this.newcomers];
    return repeat(
      this.open.flatMap((number) => known.find((person) => person.number === number) ?? []),
      ({ number }) => number,
      (person) =>
        html`<sandbox-handset
          .person=${person}
          .landlord=${this.landlord}
          @shut=${() => this.keep(this.open.filter((other) => other !== person.number))}
        ></sandbox-handset>`,
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

  private card(person: Person) {
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
    void this.meet(newNumber(held, Math.random), true);
  };

  /** Somebody with a number that nobody holds; with a phone in hand where they are new. */
  private async meet(number: string, open: boolean): Promise<void> {
    try {
      this.newcomers = [...this.newcomers, await person(number)];
      if (open) this.keep([number, ...this.open]);
    } catch (error) {
      this.error = words(error);
    }
  }

  private readonly anew = (): void => this.querySelector<Chat>("doorstep-chat")?.forget?.();

  private readonly load = async (): Promise<void> => {
    this.error = "";
    try {
      const found = await people();
      this.people = found.people;
      this.landlord = found.channels;
      const [first] = found.people;
      if (this.open.length === 0 && first !== undefined) this.keep([first.number]);
      const held = new Set(found.people.map(({ number }) => number));
      await Promise.all(
        this.open.filter((number) => !held.has(number)).map((number) => this.meet(number, false)),
      );
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
