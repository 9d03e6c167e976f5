// What an SMS costs, at every boundary.
import { expect, test } from "vitest";
import { lengthWords } from "../desk/length";
import { segments } from "../shared/segments";

test.each([
  ["", 0, "GSM"],
  ["a".repeat(160), 1, "GSM"],
  ["a".repeat(161), 2, "GSM"],
  ["a".repeat(306), 2, "GSM"],
  ["a".repeat(307), 3, "GSM"],
  ["€".repeat(80), 1, "GSM"],
  ["€".repeat(81), 2, "GSM"],
  ["ł".repeat(70), 1, "Unicode"],
  ["ł".repeat(71), 2, "Unicode"],
  ["🔥".repeat(35), 1, "Unicode"],
  ["🔥".repeat(36), 2, "Unicode"],
])("%j needs %i texts in %s", (text, count, encoding) => {
  expect(segments(text)).toMatchObject({ segments: count, encoding });
});

test("a character of two units is not cut between two texts", () => {
  // 153 units hold 76 euros and one letter; the 77th euro begins the next text.
  expect(segments("€".repeat(153)).segments).toBe(3);
});

test("says which characters made it dear", () => {
  expect(segments("I’ll ring").unusual).toEqual(["’"]);
});

test("length in words, by channel", () => {
  expect(lengthWords("", "sms")).toBe("");
  expect(lengthWords("hello", "webchat")).toBe("5 characters");
  expect(lengthWords("hello", "sms")).toBe("5 characters, 1 text, 155 left");
  expect(lengthWords("it’s", "sms")).toContain("’");
});
