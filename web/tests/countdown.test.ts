// How a running promise looks at a given moment.
import { describe, expect, test } from "vitest";
import { ago, countdown, span } from "../shared/countdown";

const started = "2026-03-02T10:00:00Z";
const at = "2026-03-02T11:00:00Z";
const after = (minutes: number) => Date.parse(started) + minutes * 60_000;
const running = { started, at, state: "running" } as const;

describe("a promise's clock", () => {
  test.each([
    [0, "calm"],
    [29.9, "calm"],
    [30, "soon"],
    [49.7, "soon"],
    [49.9, "late"],
    [60.1, "late"],
  ])("after %s of 60 minutes is %s", (minutes, tone) => {
    expect(countdown(running, after(minutes)).tone).toBe(tone);
  });

  test("says how much is left, or how late it is", () => {
    expect(countdown(running, after(18)).short).toBe("42 min left");
    expect(countdown(running, after(72)).short).toBe("12 min late");
    expect(countdown(running, after(72)).overdue).toBe(true);
  });

  test("kept is kept, even past its time", () => {
    expect(countdown({ ...running, state: "met" }, after(90))).toMatchObject({
      tone: "met",
      short: "kept",
      overdue: false,
    });
  });

  test("kept too late stands still and says so", () => {
    const met = { ...running, state: "met", met_at: "2026-03-02T11:12:00Z" } as const;
    expect(countdown(met, after(600))).toMatchObject({
      tone: "late",
      short: "kept 12 min late",
      overdue: false,
    });
  });

  test("a breach that turns out to have been kept in time runs no longer", () => {
    const met = { ...running, state: "breached", met_at: "2026-03-02T10:40:00Z" } as const;
    expect(countdown(met, after(600))).toMatchObject({ short: "kept", overdue: false });
  });

  test("breached stays breached, even where our own clock is behind", () => {
    expect(countdown({ ...running, state: "breached" }, after(59))).toMatchObject({
      tone: "late",
      overdue: true,
    });
  });

  test("a promise without length is due at once", () => {
    expect(countdown({ started, at: started, state: "running" }, after(0)).tone).toBe("late");
  });
});

test.each([
  [45_000, "0:45"],
  [9 * 60_000 + 5_000, "9:05"],
  [42 * 60_000, "42 min"],
  [185 * 60_000, "3 h 05"],
  [(2 * 24 + 4) * 3_600_000, "2 d 4 h"],
  [30 * 24 * 3_600_000, "30 d"],
])("%d ms is %s", (milliseconds, text) => {
  expect(span(milliseconds)).toBe(text);
});

test.each([
  [0.5, "just now"],
  [4, "4 min ago"],
  [200, "3 h ago"],
  [3000, "2 d ago"],
])("%d minutes since is %s", (minutes, text) => {
  expect(ago(started, after(minutes))).toBe(text);
});
