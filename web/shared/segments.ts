// How many texts an SMS costs: GSM 03.38 (160, or 153 in parts) or UCS-2 (70, or 67 in parts).

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("^{}\\[~]|€\f");

export interface Segments {
  encoding: "GSM" | "Unicode";
  /** Characters in the encoding's own counting. */
  units: number;
  segments: number;
  /** Units that still fit into the last segment. */
  left: number;
  /** Characters that forced Unicode, each once. */
  unusual: string[];
}

export function segments(text: string): Segments {
  const characters = [...text];
  const unusual = [...new Set(characters.filter((c) => !BASIC.has(c) && !EXTENDED.has(c)))];
  if (unusual.length === 0) {
    return { encoding: "GSM", unusual, ...pack(characters, (c) => (EXTENDED.has(c) ? 2 : 1), 160, 153) };
  }
  return { encoding: "Unicode", unusual, ...pack(characters, (c) => c.length, 70, 67) };
}

/** A character of two units is never cut in half between two parts. */
function pack(characters: string[], size: (c: string) => number, whole: number, each: number) {
  const units = characters.reduce((sum, c) => sum + size(c), 0);
  if (units <= whole) return { units, segments: units === 0 ? 0 : 1, left: whole - units };
  let count = 1;
  let used = 0;
  for (const c of characters) {
    if (used + size(c) > each) {
      count += 1;
      used = 0;
    }
    used += size(c);
  }
  return { units, segments: count, left: each - used };
}
