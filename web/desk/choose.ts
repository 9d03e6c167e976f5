// <desk-choose>: a box to type in with a list of what fits, by keyboard or pointer (WAI-ARIA: combobox with a list that fills the box). In the
// light of the page, so that it looks like every other field of a dialog.
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ifDefined } from "lit/directives/if-defined.js";

export interface Option {
  key: string;
  label: string;
  detail: string;
}

@customElement("desk-choose")
export class DeskChoose extends LitElement {
  @property() label = "";
  @property() name = "";
  @property() value = "";
  @property() placeholder = "";
  @property({ attribute: false }) options: readonly Option[] = [];
  /** What fits best is chosen by going on: for a box that needs one of the list. */
  @property({ type: Boolean }) eager = false;
  @property({ type: Boolean }) needed = false;

  @state() private open = false;
  @state() private at = -1;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render() {
    const shown = this.open && this.options.length > 0;
    const list = `${this.name}-list`;
    return html`<label>
        <span>${this.label}</span>
        <input
          class="field"
          name=${this.name}
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          aria-autocomplete="list"
          aria-expanded=${shown ? "true" : "false"}
          aria-controls=${list}
          aria-activedescendant=${ifDefined(shown && this.at >= 0 ? `${list}-${this.at}` : undefined)}
          placeholder=${this.placeholder}
          ?required=${this.needed}
          .value=${this.value}
          @input=${this.typed}
          @keydown=${this.keyed}
          @blur=${this.left}
        />
      </label>
      <ul id=${list} role="listbox" aria-label=${this.label} ?hidden=${!shown}>
        ${shown ? this.options.map((option, place) => this.line(option, place, list)) : nothing}
      </ul>`;
  }

  private line(option: Option, place: number, list: string) {
    return html`<li
      id="${list}-${place}"
      role="option"
      aria-selected=${place === this.at ? "true" : "false"}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.pick(option)}
    >
      <b>${option.label}</b> <span>${option.detail}</span>
    </li>`;
  }

  /** New options: the first of them is the one that going on chooses. */
  protected override willUpdate(changes: Map<PropertyKey, unknown>): void {
    if (changes.has("options")) this.at = this.eager && this.value.trim() !== "" ? 0 : -1;
  }

  private readonly typed = (event: Event): void => {
    this.value = (event.target as HTMLInputElement).value;
    this.open = true;
    this.dispatchEvent(new CustomEvent("typed", { detail: this.value }));
  };

  private readonly keyed = (event: KeyboardEvent): void => {
    const { key } = event;
    const option = this.open ? this.options[this.at] : undefined;
    if (key === "ArrowDown" || key === "ArrowUp") this.step(key === "ArrowDown" ? 1 : -1);
    else if (key === "Escape" && this.open && this.options.length > 0) this.open = false;
    else if (key === "Enter" && option !== undefined && !event.ctrlKey && !event.metaKey) this.pick(option);
    else {
      if (key === "Tab" && option !== undefined) this.pick(option);
      return;
    }
    event.preventDefault();
  };

  private step(by: 1 | -1): void {
    this.open = true;
    const many = this.options.length;
    if (many > 0) this.at = (this.at + by + many) % many;
  }

  private pick(option: Option): void {
    this.open = false;
    this.value = option.label;
    this.dispatchEvent(new CustomEvent("picked", { detail: option.key }));
  }

  private readonly left = (): void => {
    const option = this.open && this.eager ? this.options[this.at] : undefined;
    if (option !== undefined) this.pick(option);
    this.open = false;
  };
}
