// A number that nobody holds. Pure.

/** Ofcom's numbers for drama, 07700 900000 to 900999. */
export function newNumber(held: readonly string[], random: () => number): string {
  const taken = new Set(held);
  for (let tries = 0; tries < 1000; tries += 1) {
    const number = `+447700900${String(Math.floor(random() * 1000)).padStart(3, "0")}`;
    if (!taken.has(number)) return number;
  }
  return "+447700900999";
}
