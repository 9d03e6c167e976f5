// Finds what may be clicked in a plain text: http(s) addresses and telephone numbers. Never makes HTML; the caller renders the parts.

export type Part =
  { kind: "text"; text: string } | { kind: "link"; text: string; href: string; external: boolean };

const ADDRESS = String.raw`https?:\/\/[^\s<>"'\u201c\u201d]+`;
const UK_NUMBER = String.raw`(?:\+44[ ]?\(?0?\)?[ ]?\d|0\d)\d{1,4}[ -]?\d{3,4}[ -]?\d{3,4}`;
const FREEPHONE = String.raw`0[38]0[08] ?\d{3} ?\d{3,4}`;
const SAMARITANS = "116 ?123";
const SHORT = String.raw`999|112`;
/** These three are ordinary numbers too, so they are links only where the text says to ring them. */
const SHORT_IF_CALLED = String.raw`(?<=\b(?:call|ring|phone|dial|on|nhs)\s)(?:101|105|111)`;
const ALONE_BEFORE = String.raw`(?<![\w£$€+.,:/#-])`;
const ALONE_AFTER = String.raw`(?![\w%])(?![.,:/-]\d)(?! (?:days?|hours?|pounds?|pence|p|miles?|times?|people|homes?)\b)`;

const CLICKABLE = new RegExp(
  `(?<address>${ADDRESS})|${ALONE_BEFORE}(?<phone>${FREEPHONE}|${UK_NUMBER}|${SAMARITANS}|${SHORT}|${SHORT_IF_CALLED})${ALONE_AFTER}`,
  "giu",
);

/** The text cut into plain parts and links; joined again, the parts' texts are the text. */
export function linkify(text: string): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const match of text.matchAll(CLICKABLE)) {
    const found = match.groups?.["address"] === undefined ? match[0] : trimmed(match[0]);
    const href = match.groups?.["address"] === undefined ? telephone(found) : webAddress(found);
    if (href === null) continue;
    if (match.index > done) parts.push({ kind: "text", text: text.slice(done, match.index) });
    parts.push({ kind: "link", text: found, href, external: !href.startsWith("tel:") });
    done = match.index + found.length;
  }
  if (done < text.length) parts.push({ kind: "text", text: text.slice(done) });
  return parts;
}

/** Without the full stop or bracket that belongs to the sentence. */
function trimmed(address: string): string {
  let end = address.replace(/[.,;:!?]+$/u, "");
  while (end.endsWith(")") && count(end, ")") > count(end, "("))
    end = end.slice(0, -1).replace(/[.,;:!?]+$/u, "");
  return end;
}

const count = (text: string, letter: string): number => text.split(letter).length - 1;

function telephone(found: string): string | null {
  const digits = found.replace("(0)", "").replace(/[^\d+]/gu, "");
  const known = digits.length <= 3 || digits === "116123" || /^(?:0\d{9,10}|\+44\d{9,10})$/u.test(digits);
  return known ? `tel:${digits}` : null;
}

function webAddress(found: string): string | null {
  try {
    const url = new URL(found);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
