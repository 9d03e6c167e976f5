// Single-key shortcuts: which there are, and which one a key press means. They keep quiet while somebody types or a dialog is open.

export type Shortcut = "next" | "previous" | "reply" | "note" | "take" | "log" | "find" | "help" | "back";

export const SHORTCUTS: [string, string][] = [
  ["j k", "next or previous in the list"],
  ["Enter", "open"],
  ["r", "reply to the tenant"],
  ["n", "note for colleagues"],
  ["t", "take it, or accept the offer"],
  ["c", "log a call or a visit"],
  ["/", "search"],
  ["Esc", "leave the box; then back to the list"],
  ["Ctrl+Enter", "send the reply or save the note"],
  ["?", "this help"],
];

const KEYS: Record<string, Shortcut> = {
  j: "next",
  k: "previous",
  r: "reply",
  n: "note",
  t: "take",
  c: "log",
  "/": "find",
  "?": "help",
  Escape: "back",
};

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Somebody types, or a dialog or menu has the keyboard. */
  taken: boolean;
}

export function shortcut(press: Press): Shortcut | null {
  if (press.taken || press.ctrlKey || press.metaKey || press.altKey) return null;
  return KEYS[press.key] ?? null;
}

const KEY = "doorstep single keys";

export const shortcutsOn = (): boolean => localStorage.getItem(KEY) !== "off";
export const turnShortcuts = (on: boolean): void => localStorage.setItem(KEY, on ? "on" : "off");
