// What the browser keeps between visits: the token, and messages that were not taken yet. Works, forgetfully, where storage is forbidden.
import type { Pending } from "./history";

export interface Kept {
  token: string | null;
  pending: Pending[];
  /** The last message the tenant has seen. */
  seen: number;
}

export interface Keep {
  read(): Kept;
  write(kept: Kept): void;
  forget(): void;
}

const NOTHING: Kept = { token: null, pending: [], seen: 0 };

export function browserKeep(server: string): Keep {
  const key = `doorstep-chat ${server}`;
  let memory = NOTHING;
  return {
    read() {
      try {
        return { ...NOTHING, ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Kept>) };
      } catch {
        return memory;
      }
    },
    write(kept) {
      memory = kept;
      try {
        localStorage.setItem(key, JSON.stringify(kept));
      } catch {
        // Private browsing or a full store: the conversation lives as long as the page.
      }
    },
    forget() {
      memory = NOTHING;
      try {
        localStorage.removeItem(key);
      } catch {
        // As above.
      }
    },
  };
}
