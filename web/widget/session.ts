// One chat with the landlord over a bad network: register, fetch, apply. Keeps the conversation whole and sends what was written until it is taken.
// Knows no screen; sockets, HTTP, storage and chance are handed in.
import { waitMs } from "../shared/backoff";
import type { ChatSession, FromChatServer } from "../shared/contract";
import { ApiError } from "../shared/http";
import { Timers } from "../shared/timers";
import { Conversation } from "./conversation";
import { hasGap, type Pending } from "./history";
import type { Keep } from "./keep";
import type { Line, Net, Socket } from "./ports";

const POLL_MS = 3_000;
const CHECK_MS = 20_000;
const ANSWER_MS = 8_000;
const SOCKET_TRIES_BEFORE_POLLING = 2;
const TYPING_EVERY_MS = 3_000;
const TYPING_SHOWN_MS = 6_000;

export class Session {
  readonly conversation: Conversation;
  line: Line = "idle";
  /** Why the server would not answer, in its own words; empty where it was not reached. */
  problem = "";
  /** Somebody on the landlord's side is writing. */
  typing = false;

  private socket: Socket | null = null;
  private greeted = false;
  private socketTries = 0;
  private fetchTries = 0;
  /** Raised by each stop, so that answers from before it are let pass. */
  private run = 0;
  private beginning = false;
  private posting = false;
  private lastTyped = 0;
  private readonly timers = new Timers();

  constructor(
    private readonly net: Net,
    keep: Keep,
    private readonly changed: () => void,
  ) {
    this.conversation = new Conversation(keep, changed);
  }

  start(): void {
    if (this.line === "idle") void this.begin();
  }

  stop(): void {
    this.run += 1;
    this.beginning = false;
    this.hangUp();
    this.timers.stopAll();
    this.set({ line: "idle", typing: false });
  }

  /** Ends it on this device; the landlord still has the conversation. */
  forget(): void {
    this.stop();
    this.conversation.forget();
  }

  say(text: string): void {
    const words = text.trim();
    if (words !== "") this.deliver([this.conversation.write(this.net.newId(), words)]);
  }

  retry(id: string): void {
    const message = this.conversation.again(id);
    if (message !== null) this.deliver([message]);
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
    const { run } = this;
    this.beginning = true;
    this.hangUp();
    if (this.line === "idle") this.set({ line: "connecting" });
    const session = await this.register(run).catch((error: unknown) => error);
    if (run !== this.run) return;
    this.beginning = false;
    if (!isSession(session)) {
      this.set({
        line: "offline",
        problem: session instanceof ApiError && session.status > 0 ? session.message : "",
      });
      this.timers.set("begin", waitMs(this.fetchTries++, this.net.random()), () => void this.begin());
      return;
    }
    this.fetchTries = 0;
    this.problem = "";
    this.conversation.begun(session);
    this.dial();
  }

  private async register(run: number): Promise<ChatSession> {
    const { token } = this.conversation;
    try {
      return await this.net.begin(token);
    } catch (error) {
      const unknown = token !== null && error instanceof ApiError && error.status === 404;
      if (!unknown || run !== this.run) throw error;
      this.conversation.lost();
      return this.net.begin(null);
    }
  }

  private dial(): void {
    this.hangUp();
    if (this.line === "live") this.set({ line: "connecting" });
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
    const { token, history, unsent } = this.conversation;
    this.greeted = true;
    this.socket?.send({ type: "hello", token: token ?? "", after: history.after });
    this.set({ line: "live" });
    this.timers.stop("poll", "answer");
    this.deliver(unsent);
    this.timers.set("check", CHECK_MS, () => void this.check());
  }

  private take(frame: FromChatServer): void {
    if (frame.type !== "error") this.socketTries = 0;
    switch (frame.type) {
      case "messages":
        this.conversation.received(frame.messages);
        if (frame.messages.some(({ author }) => author !== "tenant")) this.set({ typing: false });
        if (hasGap(this.conversation.history)) void this.catchUp();
        break;
      case "taken":
        this.conversation.taken(frame.id, frame.seq);
        break;
      case "typing":
        this.set({ typing: true });
        this.timers.set("typing", TYPING_SHOWN_MS, () => this.set({ typing: false }));
        break;
      case "error":
        if (frame.id !== undefined) this.conversation.refused(frame.id, frame.error);
        else this.lost(() => void this.begin());
    }
  }

  private lost(next: () => void = () => this.dial()): void {
    this.hangUp();
    this.socketTries += 1;
    const polling = this.socketTries >= SOCKET_TRIES_BEFORE_POLLING;
    if (!polling) this.set({ line: "connecting" });
    else if (this.line !== "offline") this.set({ line: "polling" });
    if (polling) void this.poll();
    this.timers.set("dial", waitMs(this.socketTries, this.net.random()), next);
  }

  private hangUp(): void {
    const { socket } = this;
    this.socket = null;
    this.greeted = false;
    this.timers.stop("answer", "check", "taken", "dial", "begin");
    socket?.close();
  }

  /** Every 20 seconds, although the socket seems well: a socket can die without a word. */
  private async check(): Promise<void> {
    const before = this.conversation.history.after;
    await this.catchUp();
    if (this.line !== "live") return;
    if (this.conversation.history.after > before) this.dial();
    else this.timers.set("check", CHECK_MS, () => void this.check());
  }

  private async poll(): Promise<void> {
    this.timers.stop("poll");
    const answered = await this.catchUp();
    if (this.line === "live" || this.line === "idle") return;
    if (answered) {
      this.set({ line: "polling" });
      this.deliver(this.conversation.unsent);
    }
    const wait = answered ? POLL_MS : waitMs(this.fetchTries, this.net.random());
    this.timers.set("poll", wait, () => void this.poll());
  }

  /** Fetches what is missing; says whether the server answered. */
  private async catchUp(): Promise<boolean> {
    const { token, history } = this.conversation;
    if (token === null) return false;
    try {
      const { messages } = await this.net.fetch(token, history.after);
      if (token !== this.conversation.token) return false;
      this.fetchTries = 0;
      this.conversation.fetched(messages);
      return true;
    } catch (error) {
      this.unanswered(error instanceof ApiError ? error.status : 0);
      return false;
    }
  }

  private unanswered(status: number): void {
    if (this.line === "idle") return;
    this.fetchTries += 1;
    if (status === 401 || status === 404) void this.begin();
    else if (this.line === "live" && status === 0) this.lost();
    else if (this.line !== "live") this.set({ line: "offline" });
  }

  private deliver(messages: readonly Pending[]): void {
    if (messages.length === 0) return;
    if (this.line === "polling") void this.post();
    if (this.line !== "live" || this.socket === null) return;
    for (const { id, text } of messages) this.socket.send({ type: "say", id, text });
    this.timers.set("taken", ANSWER_MS, () => this.conversation.unsent.length > 0 && this.lost());
  }

  /** By HTTP, one after the other, so that the order stays. */
  private async post(): Promise<void> {
    const { token } = this.conversation;
    if (this.posting || token === null) return;
    this.posting = true;
    try {
      for (let [next] = this.conversation.unsent; next !== undefined; [next] = this.conversation.unsent) {
        await this.postOne(token, next);
      }
      await this.catchUp();
    } catch {
      this.fetchTries += 1;
    } finally {
      this.posting = false;
    }
  }

  private async postOne(token: string, { id, text }: Pending): Promise<void> {
    try {
      const { seq } = await this.net.say(token, id, text);
      this.conversation.taken(id, seq);
    } catch (error) {
      const hopeless = error instanceof ApiError && [400, 413, 422].includes(error.status);
      if (!hopeless) throw error;
      this.conversation.refused(id, error.message);
    }
  }

  private set(state: Partial<Pick<Session, "line" | "typing" | "problem">>): void {
    Object.assign(this, state);
    this.changed();
  }
}

const isSession = (answer: unknown): answer is ChatSession =>
  typeof answer === "object" && answer !== null && "token" in answer;
