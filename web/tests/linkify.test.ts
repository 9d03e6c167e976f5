// What becomes a link in a plain text, and what never does.
import { describe, expect, test } from "vitest";
import { linkify } from "../shared/linkify";

const links = (text: string) => linkify(text).flatMap((part) => (part.kind === "link" ? [part.href] : []));

describe("telephone numbers", () => {
  test.each([
    ["Ring 0800 111 999 now.", ["tel:0800111999"]],
    ["If in danger ring 999.", ["tel:999"]],
    ["Call 0808 2000 247, free", ["tel:08082000247"]],
    ["my number is +44 7700 900123", ["tel:+447700900123"]],
    ["01952 960 100 or 07700 900 800", ["tel:01952960100", "tel:07700900800"]],
    ["Samaritans: 116 123", ["tel:116123"]],
    ["call 105 for a power cut", ["tel:105"]],
    ["NHS 111, option 2", ["tel:111"]],
  ])("%s", (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test.each([
    "it costs £999",
    "DS-999",
    "999 days",
    "flat 105",
    "repair R-90211",
    "1999",
    "at 9.99",
    "on 02/03/2026",
    "99.999",
    "999%",
  ])("%s is no telephone number", (text) => {
    expect(links(text)).toEqual([]);
  });
});

describe("addresses", () => {
  test("without the sentence's own punctuation", () => {
    expect(links("See https://example.org/repairs.")).toEqual(["https://example.org/repairs"]);
    expect(links("(https://example.org/a_(b))")).toEqual(["https://example.org/a_(b)"]);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "<a href=x>"])(
    "%s is only text",
    (text) => {
      expect(linkify(text)).toEqual([{ kind: "text", text }]);
    },
  );

  test("a number inside an address is not a telephone number of its own", () => {
    expect(links("https://example.org/0800111999")).toEqual(["https://example.org/0800111999"]);
  });
});

test("the parts joined are the text", () => {
  const text = "Ring 999 or 0800 111 999, see https://example.org/x, then reply 1.\nThanks <b>";
  expect(
    linkify(text)
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
});
