// <desk-sign-in>: in the light of the page, where password managers find the fields.
import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { words } from "../shared/http";
import { DeskElement } from "./element";

const field = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

@customElement("desk-sign-in")
export class DeskSignIn extends DeskElement {
  @state() private error = "";
  @state() private busy = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render() {
    const why = this.error || this.desk.why;
    return html`<main class="sign-in">
      <form @submit=${this.submitted}>
        <h1>Doorstep desk</h1>
        <p class="quiet">Sign in to answer your tenants.</p>
        ${why ? html`<p class="problem" role="alert">${why}</p>` : nothing}
        <label
          >Work email<input
            class="field"
            name="email"
            type="email"
            autocomplete="username"
            required
            autofocus
        /></label>
        <label
          >Password<input
            class="field"
            name="password"
            type="password"
            autocomplete="current-password"
            required
        /></label>
        <button class="button primary" ?disabled=${this.busy}>
          ${this.busy ? "Signing in…" : "Sign in"}
        </button>
      </form>
    </main>`;
  }

  private readonly submitted = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.error = "";
    try {
      await this.desk.signIn(field(form, "email"), field(form, "password"));
    } catch (error) {
      this.error = words(error);
    } finally {
      this.busy = false;
    }
  };
}
