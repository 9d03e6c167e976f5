// How long to wait before the next try: exponential with full jitter, so that browsers do not return all at once.

export interface Backoff {
  firstMs: number;
  mostMs: number;
}

export const PATIENT: Backoff = { firstMs: 500, mostMs: 20_000 };

/** Milliseconds before try number `tries` + 1 (`tries` failed already); `random` is in [0, 1). */
export function waitMs(tries: number, random: number, { firstMs, mostMs }: Backoff = PATIENT): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(tries, 16));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
