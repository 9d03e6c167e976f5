// Identifiers: those we make for what we send, and comparing those we got.
import type { Id } from "./contract";

/** 128 random bits as hex: the client's own id of a message, so that sending twice is saying once. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Ids are opaque: one may come from an address as text, the other from JSON as a number. */
export function sameId(one: Id | null | undefined, other: Id | null | undefined): boolean {
  return one != null && other != null && String(one) === String(other);
}
