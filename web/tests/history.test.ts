// What the chat keeps and in which order, message by message.
import { describe, expect, test } from "vitest";
import type { ChatMessage } from "../shared/contract";
import * as past from "../widget/history";

const message = (seq: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  seq,
  author: "bot",
  name: "the automated assistant",
  text: `message ${seq}`,
  at: "2026-03-02T10:00:00Z",
  ...more,
});

const own = { id: "abc", text: "hello", at: "2026-03-02T10:00:00Z" };
const seqs = (history: past.History) => history.messages.map(({ seq }) => seq);

describe("what came", () => {
  test("is kept in order of number, whatever order it came in", () => {
    expect(seqs(past.received(past.EMPTY, [message(3), message(1), message(2)]))).toEqual([1, 2, 3]);
  });

  test("the same message twice is one", () => {
    const once = past.received(past.EMPTY, [message(1)]);
    expect(seqs(past.received(once, [message(1)]))).toEqual([1]);
  });

  test("a missing number holds back what is asked for next, so it cannot be hidden", () => {
    const history = past.received(past.EMPTY, [message(1), message(3)]);
    expect(history.after).toBe(1);
    expect(past.hasGap(history)).toBe(true);
  });

  test("the missing number closes the gap", () => {
    const history = past.received(past.received(past.EMPTY, [message(1), message(3)]), [message(2)]);
    expect(history.after).toBe(3);
    expect(past.hasGap(history)).toBe(false);
  });

  test("a fetch is complete even where the server leaves numbers out", () => {
    const history = past.fetched(past.EMPTY, [message(2), message(7)]);
    expect(history.after).toBe(7);
    expect(past.hasGap(history)).toBe(false);
  });
});

describe("what the tenant wrote", () => {
  test("waits until it is taken, then is part of the history", () => {
    const written = past.written(past.received(past.EMPTY, [message(1)]), own);
    const taken = past.taken(written, "abc", 2);
    expect(past.unsent(written)).toEqual([own]);
    expect(taken.pending).toEqual([]);
    expect(taken.messages.at(-1)).toMatchObject({ seq: 2, author: "tenant", text: "hello" });
  });

  test("is not asked for again past an answer that was not seen yet", () => {
    const written = past.written(past.received(past.EMPTY, [message(1)]), own);
    expect(past.taken(written, "abc", 3).after).toBe(1);
  });

  test("no longer waits when the history brings it, although 'taken' was lost", () => {
    const history = past.received(past.written(past.EMPTY, own), [
      message(1, { author: "tenant", id: "abc" }),
    ]);
    expect(history.pending).toEqual([]);
  });

  test("taken twice is one message", () => {
    const once = past.taken(past.written(past.EMPTY, own), "abc", 1);
    expect(past.taken(once, "abc", 1)).toBe(once);
  });

  test("is not sent again once refused, until tried again", () => {
    const history = past.refused(past.written(past.EMPTY, own), "abc", "too long");
    expect(past.unsent(history)).toEqual([]);
    expect(history.pending[0]?.refused).toBe("too long");
    expect(past.withdrawn(history, "abc").pending).toEqual([]);
  });
});

describe("quick replies", () => {
  const asked = past.received(past.EMPTY, [message(1, { buttons: ["Yes", "No"] })]);

  test("are those of the newest bot message", () => {
    expect(past.buttons(asked)).toEqual(["Yes", "No"]);
  });

  test("vanish once something is written or said", () => {
    expect(past.buttons(past.written(asked, own))).toEqual([]);
    expect(past.buttons(past.received(asked, [message(2, { author: "tenant" })]))).toEqual([]);
  });
});

test("only our side's messages count as unread", () => {
  const history = past.received(past.EMPTY, [message(1), message(2, { author: "tenant" }), message(3)]);
  expect(past.unreadAfter(history, 1)).toBe(1);
});
