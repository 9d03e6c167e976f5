// Which choices fit what was typed: those that begin with it first, then those with a word that does. Pure.
import type { Choice } from "../shared/contract";

const MOST = 7;

export function matching(typed: string, choices: readonly Choice[]): Choice[] {
  const words = typed.trim().toLowerCase();
  if (words === "") return choices.slice(0, MOST);
  const ranked = choices
    .map((choice) => ({ choice, rank: rank(words, choice.label.toLowerCase()) }))
    .filter(({ rank: place }) => place < 3);
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .map(({ choice }) => choice)
    .slice(0, MOST);
}

function rank(words: string, label: string): number {
  if (label.startsWith(words)) return 0;
  if (label.split(/[\s:,(]+/u).some((word) => word.startsWith(words))) return 1;
  return label.includes(words) ? 2 : 3;
}
