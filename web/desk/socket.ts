// The browser's WebSocket for live.ts.
import type { Cursor, LiveEvent } from "../shared/contract";

interface Frame {
  type: string;
  cursor?: Cursor;
  events?: LiveEvent[];
}

/** Opens it and returns how to close it; a frame that is no list of events is let pass. */
export function openLive(url: string, on: { events(events: LiveEvent[]): void; closed(): void }): () => void {
  const socket = new WebSocket(url);
  socket.addEventListener("close", () => on.closed());
  socket.addEventListener("message", ({ data }: MessageEvent<string>) => {
    const events = read(data);
    if (events.length > 0) on.events(events);
  });
  return () => socket.close();
}

function read(data: string): LiveEvent[] {
  try {
    const frame = JSON.parse(data) as Frame;
    return frame.type === "events" ? (frame.events ?? []) : [];
  } catch {
    return [];
  }
}
