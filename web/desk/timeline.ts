// Messages and notes of one enquiry as one list with its days. The server's order of messages stands, also for one that arrived late. Pure.
import type { DeskMessage, Note } from "../shared/contract";
import { dayName, dayOf } from "../shared/dates";

export type Item =
  | { kind: "day"; key: string; label: string }
  | { kind: "message"; key: string; message: DeskMessage; follows: boolean }
  | { kind: "note"; key: string; note: Note };

const TOGETHER_MS = 4 * 60_000;

export function timeline(messages: readonly DeskMessage[], notes: readonly Note[], now: number): Item[] {
  const items: Item[] = [];
  let day = "";
  for (const entry of inOrder(messages, notes)) {
    const at = entry.at;
    if (dayOf(at) !== day) {
      day = dayOf(at);
      items.push({ kind: "day", key: `day ${day} ${items.length}`, label: dayName(at, now) });
    }
    items.push("seq" in entry ? messageItem(entry, items.at(-1)) : noteItem(entry, items.length));
  }
  return items;
}

function inOrder(messages: readonly DeskMessage[], notes: readonly Note[]): (DeskMessage | Note)[] {
  const left = [...notes].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const entries: (DeskMessage | Note)[] = [];
  for (const message of messages) {
    while (left[0] !== undefined && Date.parse(left[0].at) < Date.parse(message.at))
      entries.push(...left.splice(0, 1));
    entries.push(message);
  }
  return [...entries, ...left];
}

/** `follows`: the same writer goes on, so the name is not said again. */
function messageItem(message: DeskMessage, before: Item | undefined): Item {
  const last = before?.kind === "message" ? before.message : null;
  const follows =
    last?.author === message.author &&
    !last.hidden &&
    last.name === message.name &&
    last.channel === message.channel &&
    Math.abs(Date.parse(message.at) - Date.parse(last.at)) < TOGETHER_MS;
  return { kind: "message", key: `message ${message.id}`, message, follows };
}

const noteItem = (note: Note, place: number): Item => ({
  kind: "note",
  key: `note ${note.at} ${place}`,
  note,
});
