// How soon calls are answered, as the public page says it.
import { expect, test } from "vitest";
import { callWords } from "../public/promise";

const calls = {
  average_seconds: 41.2,
  promised_seconds: 60,
  answered_in_time: 0.8849,
  lost: 37,
  calls: 1811,
  days: 30,
};

test("the average comes first, and nothing is made better by rounding", () => {
  expect(callWords({ calls })).toBe(
    "Calls were answered after 42 seconds on average in the last 30 days (we promise 60); 88 % within 60 seconds. 37 of 1,811 callers rang off first.",
  );
});

test("too few calls make no figure", () => {
  expect(callWords({ calls: { ...calls, average_seconds: null, answered_in_time: null } })).toBe("");
});

test("where nobody was lost that is said", () => {
  expect(callWords({ calls: { ...calls, lost: 0 } })).toMatch(/No caller was lost\.$/u);
});
