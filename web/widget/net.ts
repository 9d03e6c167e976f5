// The browser's network, as session.ts wants it.
import { chat, socketUrl } from "../shared/api";
import type { FromChatServer } from "../shared/contract";
import { newId } from "../shared/ids";
import type { Net, Socket, SocketEvents } from "./ports";

export function browserNet(server: string): Net {
  return {
    begin: (token) => chat.begin(server, token),
    fetch: (token, after) => chat.fetch(server, token, after),
    say: (token, id, text) => chat.say(server, token, id, text),
    socket: (events) => open(socketUrl(server, "/chat/socket"), events),
    random: Math.random,
    newId,
  };
}

function open(url: string, events: SocketEvents): Socket {
  const socket = new WebSocket(url);
  socket.addEventListener("open", () => events.opened());
  socket.addEventListener("close", () => events.closed());
  socket.addEventListener("message", ({ data }: MessageEvent<string>) => {
    const frame = parse(data);
    if (frame !== null) events.frame(frame);
  });
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    close: () => socket.close(),
  };
}

function parse(data: string): FromChatServer | null {
  try {
    return JSON.parse(data) as FromChatServer;
  } catch {
    return null;
  }
}
