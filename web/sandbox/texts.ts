// The texts of one phone, kept whole from a poll that also looks back a little, since a text's state changes after it came. Pure.
import type { SandboxText } from "../shared/contract";

const LOOK_BACK = 12;

/** What to ask after, so that late states of the last texts are seen too. */
export const askAfter = (texts: readonly SandboxText[]): number =>
  Math.max(0, (texts.at(-1)?.seq ?? 0) - LOOK_BACK);

export function merged(texts: readonly SandboxText[], news: readonly SandboxText[]): readonly SandboxText[] {
  const known = new Map(texts.map((text) => [text.seq, text]));
  let changed = false;
  for (const text of news) {
    const before = known.get(text.seq);
    if (before?.state === text.state && before.text === text.text) continue;
    known.set(text.seq, text);
    changed = true;
  }
  return changed ? [...known.values()].sort((one, other) => one.seq - other.seq) : texts;
}

/** Addresses of pictures, however the sandbox writes them. */
export function pictures(media: unknown): string[] {
  if (!Array.isArray(media)) return [];
  return media.flatMap((entry: unknown) => {
    const url = typeof entry === "object" && entry !== null && "url" in entry ? entry.url : entry;
    return typeof url === "string" && /^(?:https?:|\/)/u.test(url) ? [url] : [];
  });
}
