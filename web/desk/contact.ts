// <desk-contact>: logging a call or a visit in one dialog, by keyboard in seconds. What was typed stays until the server has taken it.
import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Caller, Choices } from "../shared/contract";
import { ApiError, words } from "../shared/http";
import { icon } from "../shared/icons";
import { newId } from "../shared/ids";
import { shown } from "../shared/telephone";
import { Timers } from "../shared/timers";
import type { Option } from "./choose";
import { contact, ContactDraft, empty, type Typed } from "./contact-draft";
import { emergency, type Form, lengths, outcome, way } from "./contact-fields";
import { DeskElement } from "./element";
import { matching } from "./matching";
import "./choose";

const SEARCH_MS = 200;
const SHORTEST = 3;
/** The server's question whether it is an emergency. */
const ASKED = 422;

@customElement("desk-contact")
export class DeskContact extends DeskElement {
  @state() private typed: Typed = empty("");
  @state() private choices: Choices = { topics: [], emergencies: [] };
  @state() private people: Caller[] = [];
  @state() private recordsDown = false;
  @state() private error = "";
  @state() private asked = false;
  @state() private busy = false;

  private readonly draft = new ContactDraft(sessionStorage, newId);
  private readonly timers = new Timers();
  private searched = "";

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  show(): void {
    const dialog = this.querySelector("dialog");
    if (dialog === null || dialog.open) return;
    this.typed = this.draft.read(this.desk.now);
    this.error = "";
    this.asked = this.typed.noEmergency;
    this.people = [];
    dialog.showModal();
    void this.load();
    void this.updateComplete.then(() => this.querySelector<HTMLInputElement>("input[name=who]")?.focus());
  }

  protected override render() {
    const form: Form = { typed: this.typed, change: (given) => this.change(given) };
    return html`<dialog class="question contact" aria-labelledby="contact-title">
      <form @submit=${this.submitted} @keydown=${this.keyed}>
        <header>
          <h2 id="contact-title">Log a call or a visit</h2>
          ${way(form)}
        </header>
        ${this.who()} ${this.about()}
        <label
          >What they said<textarea
            class="field"
            name="summary"
            rows="3"
            required
            .value=${this.typed.summary}
            @input=${(event: Event) => this.change({ summary: (event.target as HTMLTextAreaElement).value })}
          ></textarea>
        </label>
        ${outcome(form)} ${emergency(form, this.choices.emergencies, this.asked)}
        ${lengths(form, () => this.desk.now)}
        ${this.error ? html`<p class="problem" role="alert">${this.error}</p>` : nothing}
        <div class="buttons">
          <span class="keys">Ctrl + Enter</span>
          <button class="button" type="button" @click=${this.close}>Cancel</button>
          <button class="button primary" ?disabled=${this.busy}>${this.busy ? "Wait…" : "Log it"}</button>
        </div>
      </form>
    </dialog>`;
  }

  private who() {
    const { caller, who } = this.typed;
    return html`<desk-choose
        label="Who"
        name="who"
        placeholder="Number, name or tenancy; empty if unknown"
        .value=${who}
        .options=${this.people.map(person)}
        @typed=${this.looked}
        @picked=${(event: CustomEvent<string>) => this.chosen(this.people[Number(event.detail)])}
      ></desk-choose>
      ${
        caller === null
          ? this.recordsDown
            ? html`<p class="aside">The landlord’s records cannot be asked just now.</p>`
            : nothing
          : html`<p class="aside known">${icon("tick", 12)} ${details(caller)}</p>`
      }`;
  }

  private about() {
    const found = matching(this.typed.about, this.choices.topics);
    return html`<desk-choose
      label="About"
      name="about"
      placeholder="Type a topic: repair, rent, parking…"
      eager
      needed
      .value=${this.typed.about}
      .options=${this.typed.topic === "" ? found.map(({ name, label }) => ({ key: name, label, detail: "" })) : []}
      @typed=${(event: CustomEvent<string>) => this.change({ about: event.detail, topic: "" })}
      @picked=${(event: CustomEvent<string>) => this.topic(event.detail)}
    ></desk-choose>`;
  }

  private async load(): Promise<void> {
    if (this.choices.topics.length > 0) return;
    await this.desk.api.choices().then(
      (choices) => (this.choices = choices),
      (error: unknown) => (this.error = words(error)),
    );
  }

  private change(given: Partial<Typed>): void {
    this.typed = { ...this.typed, ...given };
    this.draft.keep(this.typed);
  }

  private readonly looked = (event: CustomEvent<string>): void => {
    const who = event.detail;
    this.change({ who, caller: null });
    this.searched = who.trim();
    if (this.searched.length < SHORTEST) this.people = [];
    else this.timers.set("search", SEARCH_MS, () => void this.search(this.searched));
  };

  /** Somebody who cannot be looked up can be logged all the same. */
  private async search(q: string): Promise<void> {
    const found = await this.desk.api.people(q).catch(() => ({ people: [], records_down: false }));
    if (q !== this.searched) return;
    this.people = found.people;
    this.recordsDown = found.records_down;
  }

  private chosen(caller: Caller | undefined): void {
    if (caller === undefined) return;
    this.searched = "";
    this.people = [];
    this.change({ caller, who: caller.name || shown(caller.number) });
  }

  private topic(name: string): void {
    const about = this.choices.topics.find((topic) => topic.name === name)?.label ?? name;
    this.change({ topic: name, about });
  }

  private readonly keyed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.querySelector("form")?.requestSubmit();
  };

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.send();
  };

  private readonly close = (): void => this.querySelector("dialog")?.close();

  private async send(): Promise<void> {
    if (this.busy) return;
    const [best] = matching(this.typed.about, this.choices.topics);
    if (this.typed.topic === "" && this.typed.about.trim() !== "" && best !== undefined)
      this.topic(best.name);
    const sent = contact(this.typed);
    this.busy = true;
    this.error = "";
    try {
      await this.desk.log(this.draft.attempt(sent), sent);
      this.draft.forget();
      this.close();
    } catch (error) {
      this.error = words(error);
      this.asked ||= error instanceof ApiError && error.status === ASKED;
    } finally {
      this.busy = false;
    }
  }
}

const person = (caller: Caller, place: number): Option => ({
  key: String(place),
  label: caller.name || shown(caller.number) || caller.tenancy,
  detail: facts(caller, caller.name === ""),
});

const details = (caller: Caller): string =>
  [caller.name || "Number known", facts(caller, false)].filter(Boolean).join(" · ");

/** What tells people of one name apart. */
function facts({ tenancy, number, home, person: known }: Caller, numberSaid: boolean): string {
  const parts = [tenancy, home, numberSaid ? "" : shown(number), known === null ? "never wrote or rang" : ""];
  return parts.filter(Boolean).join(" · ");
}
