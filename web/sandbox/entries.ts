// What is on one device, kept whole from a poll that also looks back a little, since a state changes after it came. Pure.
import type { Entry } from "./api";

const LOOK_BACK = 12;

/** What to ask after, so that late states of the last messages are seen too. */
export const askAfter = (entries: readonly Entry[]): number =>
  Math.max(0, (entries.at(-1)?.seq ?? 0) - LOOK_BACK);

/** The same list where nothing is new, so that nothing is drawn again. */
export function merged(entries: readonly Entry[], news: readonly Entry[]): readonly Entry[] {
  const known = new Map(entries.map((entry) => [entry.seq, entry]));
  let changed = false;
  for (const entry of news) {
    const before = known.get(entry.seq);
    if (before?.state === entry.state && before.text === entry.text) continue;
    known.set(entry.seq, entry);
    changed = true;
  }
  return changed ? [...known.values()].sort((one, other) => one.seq - other.seq) : entries;
}

/** The newest message that came: what an email answers, and whose buttons can be tapped. */
export const newestIn = (entries: readonly Entry[]): Entry | undefined =>
  entries.findLast(({ direction }) => direction === "in");

/** The buttons that can still be tapped: those of the last message, if nothing was written since. */
export function tappable(entries: readonly Entry[]): Entry | undefined {
  const last = entries.at(-1);
  return last?.direction === "in" && last.buttons.length > 0 ? last : undefined;
}
