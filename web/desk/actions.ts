// The buttons of an open enquiry: exactly those that the server says this colleague can use.
import { html, nothing, type TemplateResult } from "lit";
import type { Action, Enquiry, Id } from "../shared/contract";
import type { Desk } from "./desk";
import { askOutcome, askWhy } from "./dialogs";

export function actions(desk: Desk, open: Enquiry): TemplateResult {
  const button = (action: Action, label: string, act: () => unknown, primary = false) =>
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
    ${button("accept", "Accept", () => accept(desk, open.id), true)}
    ${button("decline", "Decline", () => decline(desk, open.id))}
    ${button("take", "Take", () => take(desk, open.id), true)}
    ${button("release", "Put back", () => release(desk, open.id))}
    ${button("close", "Close…", () => close(desk, open.id))}
    ${button("reopen", "Reopen", () => desk.change(() => desk.api.reopen(open.id), "Open again."))}
  `;
}

/** What the shortcut "t" does: take it or accept the offer, whichever can be. */
export async function takeUp(desk: Desk): Promise<void> {
  const { open } = desk;
  if (open === null) return;
  if (open.can.includes("accept")) await accept(desk, open.id);
  else if (open.can.includes("take")) await take(desk, open.id);
}

export const accept = (desk: Desk, id: Id): Promise<void> => desk.own(id, () => desk.api.accept(id));

const take = (desk: Desk, id: Id): Promise<void> => desk.own(id, () => desk.api.take(id));

export function decline(desk: Desk, id: Id): void {
  askWhy(
    { title: "Decline this offer", explanation: "It is offered to the next colleague.", button: "Decline" },
    (why) => desk.perform(() => desk.api.decline(id, why), "Declined. It goes to the next."),
  );
}

function release(desk: Desk, id: Id): void {
  askWhy(
    {
      title: "Put it back in the line",
      explanation: "The next colleague sees what you write here.",
      button: "Put back",
    },
    (why) => desk.perform(() => desk.api.release(id, why), "Put back in the line."),
  );
}

function close(desk: Desk, id: Id): void {
  askOutcome((outcome, note) => desk.perform(() => desk.api.close(id, outcome, note), "Closed."));
}
