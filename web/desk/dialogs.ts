// Questions before an action, each a native modal dialog that answers by promise: null where it was left.
import { html, render, type TemplateResult } from "lit";
import type { Outcome } from "../shared/contract";
import { OUTCOMES } from "./wording";

interface Question {
  title: string;
  body: TemplateResult;
  button: string;
}

/** Shows it over everything; Escape and Cancel answer null and focus returns by itself. */
function ask(question: Question): Promise<FormData | null> {
  const dialog = document.createElement("dialog");
  dialog.className = "question";
  dialog.setAttribute("aria-labelledby", "question-title");
  render(
    html`<form method="dialog">
      <h2 id="question-title">${question.title}</h2>
      ${question.body}
      <div class="buttons">
        <button class="button" type="button" @click=${() => dialog.close()}>Cancel</button>
        <button class="button primary" value="yes">${question.button}</button>
      </div>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      const form = dialog.querySelector("form");
      answer(dialog.returnValue === "yes" && form !== null ? new FormData(form) : null);
      dialog.remove();
    });
  });
}

/** One required sentence. */
export async function askWhy(title: string, explanation: string, button: string): Promise<string | null> {
  const form = await ask({
    title,
    button,
    body: html`<p>${explanation}</p>
      <label>Why?<textarea class="field" name="why" rows="3" required autofocus></textarea></label>`,
  });
  return form === null ? null : field(form, "why");
}

export async function askOutcome(): Promise<{ outcome: Outcome; note: string } | null> {
  const choices = Object.entries(OUTCOMES);
  const form = await ask({
    title: "Close this enquiry",
    button: "Close enquiry",
    body: html`<fieldset>
        <legend>What came of it?</legend>
        ${choices.map(
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
  return form === null ? null : { outcome: field(form, "outcome") as Outcome, note: field(form, "note") };
}

const field = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};
