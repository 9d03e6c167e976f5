// What session.ts wants of the outside world. net.ts is the browser's; the tests have their own.
import type { ChatMessage, ChatSession, FromChatServer, ToChatServer } from "../shared/contract";

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
