// <desk-presence>: a menu button with how one is available, and the way out.
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Presence } from "../shared/contract";
import { base } from "../shared/base";
import { icon } from "../shared/icons";
import { DeskElement } from "./element";
import { parse } from "./route";
import { PRESENCES } from "./wording";

@customElement("desk-presence")
export class DeskPresence extends DeskElement {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
      }
      .menu {
        position: absolute;
        top: calc(100% + 6px);
        right: 0;
        z-index: 30;
        min-width: 230px;
        padding: var(--s1);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      .menu button {
        display: flex;
        align-items: center;
        gap: var(--s2);
        width: 100%;
        min-height: 34px;
        padding: 0 var(--s2);
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        text-align: start;
      }
      .menu button:hover {
        background: var(--hover);
      }
      .menu button span:last-of-type {
        flex: 1;
      }
      hr {
        margin: var(--s1) 0;
        border: 0;
        border-top: 1px solid var(--line);
      }
      .menu svg:first-child {
        width: 10px;
        overflow: visible;
      }
      .sign {
        flex: none;
        width: 10px;
        height: 10px;
        border: 2px solid var(--ink-3);
        border-radius: 50%;
      }
      .sign.available {
        border-color: var(--ok);
        background: var(--ok);
      }
      .sign.busy {
        border-color: var(--late);
        background: linear-gradient(var(--late) 0 0) center / 100% 2px no-repeat;
      }
      .sign.away {
        border-color: var(--soon);
        background: linear-gradient(90deg, var(--soon) 50%, transparent 50%);
      }
    `,
  ];

  @state() private open = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("focusout", this.left);
  }

  protected override render() {
    const me = this.desk.me;
    if (me === null) return nothing;
    return html`
      <button
        class="button"
        aria-haspopup="menu"
        aria-expanded=${this.open}
        @click=${this.toggle}
        @keydown=${this.keyed}
      >
        <span class="sign ${me.presence}"></span>${me.first_name}<span class="hush"
          >, ${PRESENCES[me.presence]}</span
        >${icon("down", 12)}
      </button>
      ${this.open ? this.menu(me.presence) : nothing}
    `;
  }

  private menu(now: Presence) {
    const choices = Object.entries(PRESENCES) as [Presence, string][];
    return html`<div class="menu" role="menu" aria-label="Your presence" tabindex="-1" @keydown=${this.keyed}>
      ${choices.map(
        ([key, label]) =>
          html`<button role="menuitemradio" aria-checked=${key === now} @click=${() => this.choose(key)}>
            <span class="sign ${key}"></span><span>${label}</span>${key === now ? icon("tick", 14) : nothing}
          </button>`,
      )}
      <hr role="separator" />
      <button role="menuitem" @click=${this.trouble}>${icon("alarm", 14)}<span>Trouble</span></button>
      <button role="menuitem" @click=${() => void this.desk.signOut()}>
        ${icon("leave", 14)}<span>Sign out</span>
      </button>
    </div>`;
  }

  private choose(presence: Presence): void {
    this.shut();
    void this.desk.presence(presence);
  }

  private readonly trouble = (): void => {
    this.shut();
    history.pushState(null, "", "/desk/trouble");
    this.desk.show(parse(location.pathname));
  };

  private readonly toggle = async (): Promise<void> => {
    this.open = !this.open;
    await this.updateComplete;
    if (this.open) this.items[0]?.focus();
  };

  private get items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".menu button")];
  }

  private shut(): void {
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>("button")?.focus();
  }

  private readonly keyed = (event: KeyboardEvent): void => {
    const { key } = event;
    if (key === "Escape" && this.open) this.shut();
    else if (key === "ArrowDown" || key === "ArrowUp") this.move(key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private move(step: number): void {
    if (!this.open) return void this.toggle();
    const { items } = this;
    const at = items.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    items[(at + step + items.length) % items.length]?.focus();
  }

  private readonly left = (event: FocusEvent): void => {
    if (event.relatedTarget !== this) this.open = false;
  };
}
