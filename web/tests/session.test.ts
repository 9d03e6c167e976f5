// The chat over a bad network: a server that falls silent, sockets that are cut.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "../shared/http";
import { Session } from "../widget/session";
import { FakeKeep, FakeNet } from "./fakes";

let net: FakeNet;
let keep: FakeKeep;
let session: Session;

const texts = () => session.conversation.history.messages.map(({ text }) => text);
const settle = () => vi.advanceTimersByTimeAsync(0);

async function live(): Promise<void> {
  session.start();
  await settle();
  net.last.on.opened();
}

beforeEach(() => {
  vi.useFakeTimers();
  net = new FakeNet();
  keep = new FakeKeep();
  session = new Session(net, keep, () => undefined);
});

describe("beginning", () => {
  test("a new visitor gets a token and keeps it", async () => {
    await live();
    expect(net.begun).toEqual([null]);
    expect(keep.kept.token).toBe("fresh");
    expect(session.line).toBe("live");
  });

  test("a token that the server has forgotten is replaced, and what was written is still sent", async () => {
    net.known = false;
    keep = new FakeKeep({
      token: "old",
      pending: [{ id: "p1", text: "hi", at: "2026-03-02T10:00:00Z" }],
      seen: 9,
    });
    session = new Session(net, keep, () => undefined);
    await live();
    expect(net.begun).toEqual(["old", null]);
    expect(net.last.said()).toEqual(["p1"]);
  });

  test("an unreachable server is tried again, patiently", async () => {
    net.reachable = false;
    session.start();
    await settle();
    expect(session.line).toBe("offline");
    net.reachable = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(net.sockets).toHaveLength(1);
  });
});

test("a server that refuses to begin is quoted", async () => {
  net.begin = () => Promise.reject(new ApiError(429, "Too many new chats."));
  session.start();
  await settle();
  expect(session.line).toBe("offline");
  expect(session.problem).toBe("Too many new chats.");
});

describe("a dropped socket", () => {
  test("resumes after the last number and sends again what was not taken, under the same id", async () => {
    net.add({ text: "hello" });
    await live();
    session.say("gas!");
    net.last.on.closed();
    await vi.advanceTimersByTimeAsync(2_000);
    net.last.on.opened();
    expect(net.sockets).toHaveLength(2);
    expect(net.last.sent).toEqual([
      { type: "hello", token: "fresh", after: 1 },
      { type: "say", id: "id1", text: "gas!" },
    ]);
  });

  test("does not send again what was taken", async () => {
    await live();
    session.say("hello");
    net.last.on.frame({ type: "taken", id: "id1", seq: 1 });
    net.last.on.closed();
    await vi.advanceTimersByTimeAsync(2_000);
    net.last.on.opened();
    expect(net.last.said()).toEqual([]);
  });

  test("late news of a socket that was given up is nothing", async () => {
    await live();
    const old = net.last;
    old.on.closed();
    old.on.frame({ type: "messages", messages: [net.add({ text: "ghost" })] });
    expect(texts()).toEqual([]);
  });

  test("a message that is not taken in time means the socket is dead", async () => {
    await live();
    session.say("anyone?");
    await vi.advanceTimersByTimeAsync(8_000);
    expect(session.line).toBe("connecting");
  });
});

describe("a gap", () => {
  test("is fetched", async () => {
    net.add({ text: "one" });
    await live();
    net.add({ text: "two" });
    net.last.on.frame({ type: "messages", messages: [net.add({ text: "three" })] });
    await settle();
    expect(texts()).toEqual(["one", "two", "three"]);
  });

  test("that a silent socket hides is found within 20 seconds, and the socket replaced", async () => {
    await live();
    net.add({ text: "unheard" });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(texts()).toEqual(["unheard"]);
    expect(net.sockets).toHaveLength(2);
  });
});

describe("without sockets", () => {
  async function polling(): Promise<void> {
    session.start();
    await settle();
    net.last.on.closed();
    await vi.advanceTimersByTimeAsync(1_500);
    net.last.on.closed();
    await settle();
  }

  test("it polls", async () => {
    await polling();
    expect(session.line).toBe("polling");
    net.add({ text: "by post" });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(texts()).toEqual(["by post"]);
  });

  test("messages go by HTTP, in order, once", async () => {
    await polling();
    session.say("first");
    session.say("second");
    await vi.advanceTimersByTimeAsync(3_000);
    expect(net.posted).toEqual(["id1", "id2"]);
    expect(texts()).toEqual(["first", "second"]);
    expect(session.conversation.history.pending).toEqual([]);
  });

  test("a message that will never be taken says why, and does not hold up the next", async () => {
    await polling();
    net.refusal = new ApiError(413, "Too long.");
    session.say("a novel");
    await settle();
    expect(session.conversation.history.pending[0]?.refused).toBe("Too long.");
  });

  test("what cannot be sent waits and goes later", async () => {
    await polling();
    net.reachable = false;
    session.say("wait for me");
    await vi.advanceTimersByTimeAsync(3_500);
    expect(session.line).toBe("offline");
    net.reachable = true;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(net.posted).toEqual(["id1"]);
  });
});

test("'somebody is writing' is shown for six seconds, or until they have written", async () => {
  await live();
  net.last.on.frame({ type: "typing" });
  expect(session.typing).toBe(true);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(session.typing).toBe(false);
});

test("that the tenant is writing is told at most once in three seconds", async () => {
  await live();
  session.wrote();
  session.wrote();
  expect(net.last.sent.filter(({ type }) => type === "typing")).toHaveLength(1);
});

test("what was written survives a reload before it is taken", () => {
  session.say("do not lose me");
  const again = new Session(net, keep, () => undefined);
  expect(again.conversation.history.pending.map(({ text }) => text)).toEqual(["do not lose me"]);
});

test("an answer from before it was forgotten does not bring it back", async () => {
  keep = new FakeKeep({ token: "old", pending: [], seen: 0 });
  session = new Session(net, keep, () => undefined);
  session.start();
  session.forget();
  session.start();
  await settle();
  expect(session.conversation.token).toBe("fresh");
});

test("forgetting leaves nothing on the device", async () => {
  await live();
  session.say("secret");
  session.forget();
  expect(keep.kept).toEqual({ token: null, pending: [], seen: 0 });
  expect(session.conversation.history.messages).toEqual([]);
});
