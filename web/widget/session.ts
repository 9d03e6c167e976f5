// One chat with the landlord over a bad network: register, fetch, apply. Keeps the conversation whole and sends what was written until it is taken.
// Knows no screen; sockets, HTTP, storage and chance are handed in.
import type { ChatMessage, ChatSession, FromChatServer, ToChatServer } from "../shared/contract";
import { waitMs } from "../shared/backoff";
import { ApiError } from "../shared/http";
import { Timers } from "../shared/timers";
import * as past from "./history";
import type { Keep } from "./keep";

export interface Socket {
  send(frame: ToChatServer): void;
  close(): void;
}

export interface SocketEvents {
  opened(): void;
  frame(frame: FromChatServer): void;
  closed(): void;
}

/** The outside world. */
export interface Net {
  begin(token: string | null): Promise<ChatSession>;
  fetch(token: string, after: number): Promise<{ messages: ChatMessage[] }>;
  say(token: string, id: string, text: string): Promise<{ seq: number }>;
  socket(events: SocketEvents): Socket;
  random(): number;
  newId(): string;
}

/** `polling` works too, only slower. */
export type Line = "idle" | "connecting" | "live" | "polling" | "offline";

const POLL_MS = 3_000;
const CHECK_MS = 20_000;
const ANSWER_MS = 8_000;
const SOCKET_TRIES_BEFORE_POLLING = 2;
const TYPING_EVERY_MS = 3_000;
const TYPING_SHOWN_MS = 6_000;

export class Session {
  history: past.History = past.EMPTY;
  line: Line = "idle";
  landlord = "";
  disclosure = "";
  typing = false;

  private token: string | null;
  private socket: Socket | null = null;
  private greeted = false;
  private socketTries = 0;
  private fetchTries = 0;
  private beginning = false;
  private posting = false;
  private lastTyped = 0;
  private seen: number;
  private readonly timers = new Timers();

  constructor(
    private readonly net: Net,
    private readonly keep: Keep,
    private readonly changed: () => void,
  ) {
    const kept = keep.read();
    this.token = kept.token;
    this.seen = kept.seen;
    this.history = { ...past.EMPTY, pending: kept.pending };
  }

  /** A conversation was begun on an earlier visit. */
  get begun(): boolean {
    return this.token !== null;
  }

  get unread(): number {
    return past.unreadAfter(this.history, this.seen);
  }

  start(): void {
    if (this.line === "idle") void this.begin();
  }

  stop(): void {
    this.hangUp();
    this.timers.stopAll();
    this.set({ line: "idle", typing: false });
  }

  /** Ends it on this device; the landlord still has the conversation. */
  forget(): void {
    this.stop();
    this.keep.forget();
    this.token = null;
    this.seen = 0;
    this.set({ history: past.EMPTY });
  }

  say(text: string): void {
    const words = text.trim();
    if (words === "") return;
    const message = { id: this.net.newId(), text: words, at: new Date().toISOString() };
    this.apply(past.written(this.history, message));
    this.deliver([message]);
  }

  withdraw(id: string): void {
    this.apply(past.withdrawn(this.history, id));
  }

  /** Offers a refused message once more, under the same id. */
  retry(id: string): void {
    const again = this.history.pending.find((message) => message.id === id);
    if (again === undefined) return;
    const message = { id, text: again.text, at: again.at };
    this.apply(past.written(past.withdrawn(this.history, id), message));
    this.deliver([message]);
  }

  /** The tenant has everything before their eyes. */
  read(): void {
    const last = this.history.messages.at(-1)?.seq ?? 0;
    if (last <= this.seen) return;
    this.seen = last;
    this.save();
    this.changed();
  }

  /** The tenant is writing; passed on at most once in three seconds. */
  wrote(): void {
    const now = Date.now();
    if (this.line !== "live" || now - this.lastTyped < TYPING_EVERY_MS) return;
    this.lastTyped = now;
    this.socket?.send({ type: "typing" });
  }

  /** The network is back, or the page is looked at again: do not wait for the next try. */
  hurry(): void {
    if (this.line === "idle") return;
    this.socketTries = 0;
    this.fetchTries = 0;
    if (this.line === "live") void this.catchUp();
    else void this.begin();
  }

  private async begin(): Promise<void> {
    if (this.beginning) return;
    this.beginning = true;
    this.hangUp();
    if (this.line === "idle") this.set({ line: "connecting" });
    const session = await this.open().catch(() => null);
    this.beginning = false;
    if (session === null) {
      this.set({ line: "offline" });
      this.timers.set("begin", waitMs(this.fetchTries++, this.net.random()), () => void this.begin());
      return;
    }
    this.token = session.token;
    this.fetchTries = 0;
    this.landlord = session.landlord;
    this.disclosure = session.disclosure;
    this.apply(past.fetched(this.history, session.messages));
    this.dial();
  }

  private async open(): Promise<ChatSession> {
    try {
      return await this.net.begin(this.token);
    } catch (error) {
      if (this.token === null || !(error instanceof ApiError) || error.status !== 404) throw error;
      this.token = null;
      this.seen = 0;
      this.history = { ...past.EMPTY, pending: this.history.pending };
      return this.net.begin(null);
    }
  }

  private dial(): void {
    this.hangUp();
    if (this.line === "idle" || this.line === "live") this.set({ line: "connecting" });
    const socket = this.net.socket({
      opened: () => this.mine(socket, () => this.hello()),
      frame: (frame) => this.mine(socket, () => this.take(frame)),
      closed: () => this.mine(socket, () => this.lost()),
    });
    this.socket = socket;
    this.timers.set("answer", ANSWER_MS, () => this.greeted || this.lost());
  }

  /** Late news of a socket that was given up is nothing. */
  private mine(socket: Socket, act: () => void): void {
    if (this.socket === socket) act();
  }

  private hello(): void {
    this.greeted = true;
    this.socket?.send({ type: "hello", token: this.token ?? "", after: this.history.after });
    this.set({ line: "live" });
    this.timers.stop("poll", "answer");
    this.deliver(past.unsent(this.history));
    this.timers.set("check", CHECK_MS, () => void this.check());
  }

  private take(frame: FromChatServer): void {
    switch (frame.type) {
      case "messages":
        this.socketTries = 0;
        this.apply(past.received(this.history, frame.messages));
        if (frame.messages.some((message) => message.author !== "tenant")) this.set({ typing: false });
        if (past.hasGap(this.history)) void this.catchUp();
        break;
      case "taken":
        this.socketTries = 0;
        this.apply(past.taken(this.history, frame.id, frame.seq));
        break;
      case "typing":
        this.set({ typing: true });
        this.timers.set("typing", TYPING_SHOWN_MS, () => this.set({ typing: false }));
        break;
      case "error":
        if (frame.id !== undefined) this.apply(past.refused(this.history, frame.id, frame.error));
        else this.lost(() => void this.begin());
    }
  }

  private lost(next: () => void = () => this.dial()): void {
    this.hangUp();
    this.socketTries += 1;
    const polling = this.socketTries >= SOCKET_TRIES_BEFORE_POLLING;
    this.set({ line: polling ? (this.line === "offline" ? "offline" : "polling") : "connecting" });
    if (polling) void this.poll();
    this.timers.set("dial", waitMs(this.socketTries, this.net.random()), next);
  }

  private hangUp(): void {
    const socket = this.socket;
    this.socket = null;
    this.greeted = false;
    this.timers.stop("answer", "check", "taken", "dial", "begin");
    socket?.close();
  }

  /** Every 20 seconds, although the socket seems well: a socket can die without a word. */
  private async check(): Promise<void> {
    const before = this.history.after;
    await this.catchUp();
    if (this.history.after > before && this.line === "live") this.dial();
    else this.timers.set("check", CHECK_MS, () => void this.check());
  }

  private async poll(): Promise<void> {
    this.timers.stop("poll");
    if (await this.catchUp()) {
      this.set({ line: "polling" });
      this.deliver(past.unsent(this.history));
    }
    if (this.line === "live" || this.line === "idle") return;
    this.timers.set(
      "poll",
      this.fetchTries === 0 ? POLL_MS : waitMs(this.fetchTries, this.net.random()),
      () => void this.poll(),
    );
  }

  /** Fetches what is missing; says whether the server answered. */
  private async catchUp(): Promise<boolean> {
    if (this.token === null) return false;
    try {
      const { messages } = await this.net.fetch(this.token, this.history.after);
      this.fetchTries = 0;
      this.apply(past.fetched(this.history, messages));
      return true;
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 404)) {
        void this.begin();
        return false;
      }
      this.fetchTries += 1;
      if (this.line === "polling" || this.line === "connecting") this.set({ line: "offline" });
      else if (this.line === "live" && error instanceof ApiError && error.status === 0) this.lost();
      return false;
    }
  }

  private deliver(messages: readonly past.Pending[]): void {
    if (messages.length === 0) return;
    if (this.line === "live" && this.socket !== null) {
      for (const { id, text } of messages) this.socket.send({ type: "say", id, text });
      this.timers.set("taken", ANSWER_MS, () => past.unsent(this.history).length > 0 && this.lost());
    } else if (this.line === "polling") void this.post();
  }

  /** By HTTP, one after the other, so that the order stays. */
  private async post(): Promise<void> {
    if (this.posting || this.token === null) return;
    this.posting = true;
    try {
      for (let next = past.unsent(this.history)[0]; next !== undefined; next = past.unsent(this.history)[0]) {
        await this.postOne(this.token, next);
      }
      await this.catchUp();
    } catch {
      this.fetchTries += 1;
    } finally {
      this.posting = false;
    }
  }

  private async postOne(token: string, { id, text }: past.Pending): Promise<void> {
    try {
      const { seq } = await this.net.say(token, id, text);
      this.apply(past.taken(this.history, id, seq));
    } catch (error) {
      const hopeless = error instanceof ApiError && [400, 413, 422].includes(error.status);
      if (!hopeless) throw error;
      this.apply(past.refused(this.history, id, error.message));
    }
  }

  private apply(history: past.History): void {
    this.set({ history });
    this.save();
  }

  private save(): void {
    this.keep.write({ token: this.token, pending: [...this.history.pending], seen: this.seen });
  }

  private set(state: Partial<Pick<Session, "history" | "line" | "typing">>): void {
    Object.assign(this, state);
    this.changed();
  }
}
