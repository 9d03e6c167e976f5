// <desk-help>: the shortcuts in a dialog, and the switch that turns single keys off for whoever speaks to the computer (WCAG 2.1.4).
import { html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { LitElement } from "lit";
import { SHORTCUTS, shortcutsOn, turnShortcuts } from "./shortcuts";

@customElement("desk-help")
export class DeskHelp extends LitElement {
  @state() private on = shortcutsOn();

  show(): void {
    this.querySelector("dialog")?.showModal();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render() {
    return html`<dialog class="question help" aria-labelledby="help-title">
      <form method="dialog">
        <h2 id="help-title">Keyboard shortcuts</h2>
        <dl>
          ${SHORTCUTS.map(
            ([keys, what]) =>
              html`<dt>${keys.split(" ").map((key) => html`<kbd>${key}</kbd> `)}</dt>
                <dd>${what}</dd>`,
          )}
        </dl>
        <label class="choice"
          ><input type="checkbox" .checked=${this.on} @change=${this.turned} />Single-key shortcuts are
          on</label
        >
        <div class="buttons"><button class="button primary" autofocus>Close</button></div>
      </form>
    </dialog>`;
  }

  private readonly turned = (event: Event): void => {
    this.on = (event.target as HTMLInputElement).checked;
    turnShortcuts(this.on);
  };
}
