// The buttons of an open enquiry: exactly those that the server says this colleague can use.
import { html, nothing, type TemplateResult } from "lit";
import type { Action, Enquiry } from "../shared/contract";
import type { Desk } from "./desk";
import { askOutcome, askWhy } from "./dialogs";
import { offerCountdown } from "./offer";

export function actions(desk: Desk, open: Enquiry): TemplateResult {
  const button = (action: Action, label: string, act: () => Promise<unknown>, primary = false) =>
    open.can.includes(action)
      ? html`<button
          class="button ${primary ? "primary" : ""}"
          ?disabled=${desk.busy}
          @click=${() => void act()}
        >
          ${label}
        </button>`
      : nothing;
  return html`
    ${open.can.includes("accept") ? offerCountdown(open, desk.now) : nothing}
    ${button("accept", "Accept", () => desk.change(() => desk.api.accept(open.id)), true)}
    ${button("decline", "Decline", () => decline(desk, open))}
    ${button("take", "Take", () => desk.change(() => desk.api.take(open.id)), true)}
    ${button("release", "Put back", () => release(desk, open))}
    ${button("close", "Close…", () => close(desk, open))}
    ${button("reopen", "Reopen", () => desk.change(() => desk.api.reopen(open.id), "Open again."))}
  `;
}

/** What the shortcut "t" does: take it or accept the offer, whichever can be. */
export async function takeUp(desk: Desk): Promise<void> {
  const { open } = desk;
  if (open === null) return;
  if (open.can.includes("accept")) await desk.change(() => desk.api.accept(open.id));
  else if (open.can.includes("take")) await desk.change(() => desk.api.take(open.id));
}

async function decline(desk: Desk, open: Enquiry): Promise<void> {
  const why = await askWhy("Decline this offer", "It is offered to the next colleague.", "Decline");
  if (why !== null) await desk.change(() => desk.api.decline(open.id, why), "Declined. It goes to the next.");
}

async function release(desk: Desk, open: Enquiry): Promise<void> {
  const why = await askWhy(
    "Put it back in the line",
    "The next colleague sees what you write here.",
    "Put back",
  );
  if (why !== null) await desk.change(() => desk.api.release(open.id, why), "Put back in the line.");
}

async function close(desk: Desk, open: Enquiry): Promise<void> {
  const answer = await askOutcome();
  if (answer !== null)
    await desk.change(() => desk.api.close(open.id, answer.outcome, answer.note), "Closed.");
}
