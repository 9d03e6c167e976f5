// What the tenant sees: the messages in order and what they wrote that is not taken yet. Pure; the wire is in session.ts.
import type { ChatMessage } from "../shared/contract";

export interface Pending {
  id: string;
  text: string;
  at: string;
  /** Why the server will never take it; absent while it may. */
  refused?: string;
}

export interface History {
  messages: readonly ChatMessage[];
  pending: readonly Pending[];
  /** Everything up to this number is here; what is asked for after it can hide nothing. */
  after: number;
}

export const EMPTY: History = { messages: [], pending: [], after: 0 };

/** Messages that a fetch brought: complete after what was asked for. */
export function fetched(history: History, messages: readonly ChatMessage[]): History {
  const merged = merge(history, messages);
  return { ...merged, after: Math.max(history.after, ...messages.map((message) => message.seq)) };
}

/** Messages that came by socket: `after` moves only as far as no number is missing. */
export function received(history: History, messages: readonly ChatMessage[]): History {
  return closed(merge(history, messages));
}

/** Numbers are missing below what is shown: fetch. */
export function hasGap(history: History): boolean {
  return (history.messages.at(-1)?.seq ?? 0) > history.after;
}

export function written(history: History, message: Pending): History {
  return { ...history, pending: [...history.pending, message] };
}

/** The server has committed our message under `seq`. */
export function taken(history: History, id: string, seq: number): History {
  const own = history.pending.find((message) => message.id === id);
  if (own === undefined) return history;
  return received(history, [{ seq, author: "tenant", name: "", text: own.text, at: own.at, id }]);
}

export function refused(history: History, id: string, why: string): History {
  const mark = (message: Pending): Pending => (message.id === id ? { ...message, refused: why } : message);
  return { ...history, pending: history.pending.map(mark) };
}

export function withdrawn(history: History, id: string): History {
  return { ...history, pending: history.pending.filter((message) => message.id !== id) };
}

/** What still has to be sent, oldest first. */
export const unsent = (history: History): readonly Pending[] =>
  history.pending.filter((message) => message.refused === undefined);

/** Quick replies: those of the newest message, if it is the bot's and nothing was written since. */
export function buttons(history: History): readonly string[] {
  const last = history.messages.at(-1);
  return last?.author === "bot" && history.pending.length === 0 ? (last.buttons ?? []) : [];
}

/** How many messages from our side came after number `seq`. */
export function unreadAfter(history: History, seq: number): number {
  return history.messages.filter((message) => message.seq > seq && message.author !== "tenant").length;
}

function merge(history: History, news: readonly ChatMessage[]): History {
  if (news.length === 0) return history;
  const known = new Map(history.messages.map((message) => [message.seq, message]));
  for (const message of news) known.set(message.seq, message);
  const ours = new Set(news.map((message) => message.id).filter((id) => id != null));
  return {
    ...history,
    messages: [...known.values()].sort((one, other) => one.seq - other.seq),
    pending: history.pending.filter((message) => !ours.has(message.id)),
  };
}

function closed(history: History): History {
  const known = new Set(history.messages.map((message) => message.seq));
  let after = history.after;
  while (known.has(after + 1)) after += 1;
  return after === history.after ? history : { ...history, after };
}
