// The sandbox's pure parts: who one is, what is on a device, what its signs say.
import { describe, expect, test } from "vitest";
import type { Entry } from "../sandbox/api";
import { inOrder, stateWords, ticksOf } from "../sandbox/channels";
import { askAfter, merged, newestIn, tappable } from "../sandbox/entries";
import { newNumber } from "../sandbox/people";

const entry = (seq: number, given: Partial<Entry> = {}): Entry => ({
  seq,
  direction: "in",
  text: "t",
  at: "2026-03-02T10:00:00Z",
  state: "sent",
  subject: "",
  buttons: [],
  ...given,
});

test("a new number is one that nobody holds", () => {
  const chances = [0.1, 0.2];
  expect(newNumber(["+447700900100"], () => chances.shift() ?? 0)).toBe("+447700900200");
});

describe("a device", () => {
  test("sees a state that changed after the message came", () => {
    const before = merged([], [entry(1)]);
    expect(askAfter(before)).toBe(0);
    expect(merged(before, [entry(1, { state: "delivered" })])[0]?.state).toBe("delivered");
    expect(merged(before, [entry(1)])).toBe(before);
  });

  test("answers the newest email that came, whatever was written since", () => {
    expect(newestIn([entry(1), entry(2), entry(3, { direction: "out" })])?.seq).toBe(2);
    expect(newestIn([entry(1, { direction: "out" })])).toBeUndefined();
  });

  test("lets only the buttons of the last message be tapped", () => {
    const asked = entry(1, { buttons: ["Yes", "No"] });
    expect(tappable([asked])).toBe(asked);
    expect(tappable([asked, entry(2, { direction: "out" })])).toBeUndefined();
    expect(tappable([entry(1)])).toBeUndefined();
  });
});

describe("the signs", () => {
  test("say what became of a message", () => {
    expect([ticksOf("queued"), ticksOf("sent"), ticksOf("delivered"), ticksOf("read")]).toEqual([
      "",
      "tick",
      "ticks",
      "ticks",
    ]);
    expect(stateWords("out", "failed")).toBe("Not taken");
    expect(stateWords("in", "something new")).toBe("something new");
  });

  test("stand in one order, whatever order the server gives", () => {
    expect(inOrder(["telegram", "pigeon", "sms"])).toEqual(["sms", "telegram", "pigeon"]);
  });
});
