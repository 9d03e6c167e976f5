// The chat's state: what was said, what waits, what was read; kept in the browser at every change. The wire is in session.ts.
import type { ChatMessage, ChatSession } from "../shared/contract";
import * as past from "./history";
import type { Keep } from "./keep";

export class Conversation {
  history: past.History;
  /** The only key to the conversation. */
  token: string | null;
  landlord = "";
  disclosure = "";

  private seen: number;

  constructor(
    private readonly keep: Keep,
    private readonly changed: () => void,
  ) {
    const { token, seen, pending } = keep.read();
    this.token = token;
    this.seen = seen;
    this.history = { ...past.EMPTY, pending };
  }

  get unread(): number {
    return past.unreadAfter(this.history, this.seen);
  }

  get unsent(): readonly past.Pending[] {
    return past.unsent(this.history);
  }

  get last(): number {
    return this.history.messages.at(-1)?.seq ?? 0;
  }

  begun(session: ChatSession): void {
    this.token = session.token;
    this.landlord = session.landlord;
    this.disclosure = session.disclosure;
    this.fetched(session.messages);
  }

  /** The server knows the token no more; what was not taken goes into the new conversation. */
  lost(): void {
    this.token = null;
    this.seen = 0;
    this.apply({ ...past.EMPTY, pending: this.history.pending });
  }

  forget(): void {
    this.lost();
    this.apply(past.EMPTY);
    this.keep.forget();
  }

  write(id: string, text: string): past.Pending {
    const message = { id, text, at: new Date().toISOString() };
    this.apply(past.written(this.history, message));
    return message;
  }

  withdraw(id: string): void {
    this.apply(past.withdrawn(this.history, id));
  }

  /** A refused message in the line again, under its own id; null where there is none. */
  again(id: string): past.Pending | null {
    const refused = this.history.pending.find((message) => message.id === id);
    if (refused === undefined) return null;
    this.withdraw(id);
    return this.write(id, refused.text);
  }

  read(): void {
    if (this.last <= this.seen) return;
    this.seen = this.last;
    this.apply(this.history);
  }

  fetched(messages: readonly ChatMessage[]): void {
    this.apply(past.fetched(this.history, messages));
  }

  received(messages: readonly ChatMessage[]): void {
    this.apply(past.received(this.history, messages));
  }

  taken(id: string, seq: number): void {
    this.apply(past.taken(this.history, id, seq));
  }

  refused(id: string, why: string): void {
    this.apply(past.refused(this.history, id, why));
  }

  private apply(history: past.History): void {
    this.history = history;
    this.keep.write({ token: this.token, pending: [...history.pending], seen: this.seen });
    this.changed();
  }
}
