// Questions before an action, each a native modal dialog. It stays open, with what was typed and why, until the action was done or the question left.
import { html, nothing, render, type TemplateResult } from "lit";
import type { Outcome } from "../shared/contract";
import { words } from "../shared/http";
import { OUTCOMES } from "./wording";

interface Question {
  title: string;
  body: TemplateResult;
  button: string;
  /** Raises what is to be shown where it was refused. */
  act(form: FormData): Promise<unknown>;
}

/** Shows it over everything. Escape and Cancel leave it, and focus returns by itself. */
function ask(question: Question): void {
  const dialog = document.createElement("dialog");
  dialog.className = "question";
  dialog.setAttribute("aria-labelledby", "question-title");
  const draw = (state: { busy?: boolean; error?: string }) =>
    render(contents(question, dialog, draw, state), dialog);
  draw({});
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

function contents(
  question: Question,
  dialog: HTMLDialogElement,
  draw: (state: { busy?: boolean; error?: string }) => unknown,
  { busy = false, error = "" }: { busy?: boolean; error?: string },
): TemplateResult {
  const submitted = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    draw({ busy: true });
    try {
      await question.act(form);
      dialog.close();
    } catch (problem) {
      draw({ error: words(problem) });
    }
  };
  return html`<form @submit=${submitted}>
    <h2 id="question-title">${question.title}</h2>
    ${question.body} ${error ? html`<p class="problem" role="alert">${error}</p>` : nothing}
    <div class="buttons">
      <button class="button" type="button" @click=${() => dialog.close()}>Cancel</button>
      <button class="button primary" ?disabled=${busy}>${busy ? "Wait…" : question.button}</button>
    </div>
  </form>`;
}

/** One required sentence, and what is done with it. */
export function askWhy(
  { title, explanation, button }: { title: string; explanation: string; button: string },
  act: (why: string) => Promise<unknown>,
): void {
  ask({
    title,
    button,
    act: (form) => act(field(form, "why")),
    body: html`<p>${explanation}</p>
      <label>Why?<textarea class="field" name="why" rows="3" required autofocus></textarea></label>`,
  });
}

export function askOutcome(act: (outcome: Outcome, note: string) => Promise<unknown>): void {
  ask({
    title: "Close this enquiry",
    button: "Close enquiry",
    act: (form) => act(field(form, "outcome") as Outcome, field(form, "note")),
    body: html`<fieldset>
        <legend>What came of it?</legend>
        ${Object.entries(OUTCOMES).map(
          ([key, label]) =>
            html`<label class="choice"
              ><input type="radio" name="outcome" value=${key} required />${label}</label
            >`,
        )}
      </fieldset>
      <label
        >Note for colleagues (may stay empty)<textarea class="field" name="note" rows="2"></textarea>
      </label>`,
  });
}

const field = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};
