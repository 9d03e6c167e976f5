// Small real stand-ins for the chat's outside world: a server that can fall silent, and sockets one can cut.
import type { ChatMessage, ToChatServer } from "../shared/contract";
import { ApiError } from "../shared/http";
import type { Keep, Kept } from "../widget/keep";
import type { Net, SocketEvents } from "../widget/ports";

/** A browser's storage, kept nowhere. */
export function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

export class FakeSocket {
  sent: ToChatServer[] = [];
  open = true;
  constructor(readonly on: SocketEvents) {}

  send(frame: ToChatServer): void {
    this.sent.push(frame);
  }

  close(): void {
    this.open = false;
  }

  said(): string[] {
    return this.sent.flatMap((frame) => (frame.type === "say" ? [frame.id] : []));
  }
}

export class FakeNet implements Net {
  messages: ChatMessage[] = [];
  sockets: FakeSocket[] = [];
  begun: (string | null)[] = [];
  posted: string[] = [];
  reachable = true;
  known = true;
  refusal: ApiError | null = null;
  private ids = 0;

  begin = (token: string | null) => {
    this.begun.push(token);
    this.check();
    if (token !== null && !this.known) throw new ApiError(404, "Begin anew.");
    this.known = true;
    return Promise.resolve({
      token: token ?? "fresh",
      messages: this.messages,
      landlord: "L",
      disclosure: "D",
    });
  };

  fetch = (_token: string, after: number) => {
    this.check();
    return Promise.resolve({ messages: this.messages.filter(({ seq }) => seq > after) });
  };

  say = (_token: string, id: string, text: string) => {
    this.check();
    if (this.refusal !== null) throw this.refusal;
    this.posted.push(id);
    return Promise.resolve({ seq: this.add({ author: "tenant", text, id }).seq });
  };

  socket = (events: SocketEvents) => {
    const socket = new FakeSocket(events);
    this.sockets.push(socket);
    return socket;
  };

  random = () => 0.5;
  newId = () => `id${++this.ids}`;

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  }

  add(more: Partial<ChatMessage>): ChatMessage {
    const seq = this.messages.length + 1;
    const message: ChatMessage = {
      seq,
      author: "bot",
      name: "",
      text: "",
      at: "2026-03-02T10:00:00Z",
      ...more,
    };
    this.messages.push(message);
    return message;
  }

  private check(): void {
    if (!this.reachable) throw new ApiError(0, "not reachable");
  }
}

export class FakeKeep implements Keep {
  constructor(public kept: Kept = { token: null, pending: [], seen: 0 }) {}
  read = () => this.kept;
  write = (kept: Kept) => void (this.kept = kept);
  forget = () => void (this.kept = { token: null, pending: [], seen: 0 });
}
