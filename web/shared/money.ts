// Money in words, from pence.

const pounds = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });

/** "£245.60". */
export const money = (pence: number): string => pounds.format(pence / 100);

/** How a rent account stands; positive is owed to the landlord, negative is credit. */
export function balance(pence: number): { amount: string; words: "owed" | "in credit" | "up to date" } {
  if (pence > 0) return { amount: money(pence), words: "owed" };
  if (pence < 0) return { amount: money(-pence), words: "in credit" };
  return { amount: money(0), words: "up to date" };
}
