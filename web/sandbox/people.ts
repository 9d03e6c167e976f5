// Who one can be in the sandbox: the people the server made up, and a number that nobody holds. Pure.
import type { SandboxPhone } from "../shared/contract";

/** Ofcom's numbers for drama, 07700 900000 to 900999. */
export function newNumber(held: readonly string[], random: () => number): string {
  const taken = new Set(held);
  for (let tries = 0; tries < 1000; tries += 1) {
    const number = `+447700900${String(Math.floor(random() * 1000)).padStart(3, "0")}`;
    if (!taken.has(number)) return number;
  }
  return "+447700900999";
}

export const stranger = (number: string): SandboxPhone => ({
  number,
  name: "A new number",
  about: "A number that the landlord does not know",
  tenancy: "",
  born: "",
  postcode: "",
});
