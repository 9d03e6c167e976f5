// Logging a call: what is typed, kept and sent.
import { describe, expect, test } from "vitest";
import type { Caller } from "../shared/contract";
import { beganAt, contact, ContactDraft, empty, type Typed } from "../desk/contact-draft";
import { matching } from "../desk/matching";
import { memory } from "./fakes";

const now = Date.parse("2026-03-02T15:00:00Z");
const typed = (more: Partial<Typed> = {}): Typed => ({ ...empty("2026-03-02T14:58:00.000Z"), ...more });
const joan: Caller = {
  person: "p1",
  name: "Joan Pettifer",
  tenancy: "HV-20417",
  home: "",
  number: "+447700900101",
  channels: ["sms"],
};

describe("what is sent of a call", () => {
  test.each([
    ["07700 900101", { number: "07700 900101", name: "" }],
    ["+44 (0)7700 900101", { number: "+44 (0)7700 900101", name: "" }],
    ["Mrs Pettifer", { number: "", name: "Mrs Pettifer" }],
    ["  ", { number: "", name: "" }],
  ])("%j is taken for a number or a name", (who, wanted) => {
    expect(contact(typed({ who }))).toMatchObject({ person: "", tenancy: "", ...wanted });
  });

  test("whoever was chosen is sent as they are known", () => {
    const { person, tenancy, number, name } = contact(typed({ who: "Joan", caller: joan }));
    expect([person, tenancy, number, name]).toEqual(["p1", "HV-20417", "+447700900101", "Joan Pettifer"]);
  });

  test("minutes are sent as seconds, and nothing where nothing was typed", () => {
    expect(contact(typed({ lasted: "3,5", rang: "" }))).toMatchObject({
      lasted_seconds: 210,
      rang_seconds: null,
    });
  });

  test("a visit rings for no time", () => {
    expect(contact(typed({ channel: "counter", rang: "12" })).rang_seconds).toBeNull();
  });

  test("nobody said whether it is an emergency until somebody does", () => {
    expect(contact(typed()).emergency).toBeNull();
    expect(contact(typed({ noEmergency: true })).emergency).toBe(false);
    expect(contact(typed({ emergency: true, kind: "gas" }))).toMatchObject({ emergency: true, kind: "gas" });
  });
});

describe("when it began", () => {
  test.each([
    ["15:00", "2026-03-02T15:00:00.000Z"],
    ["14:05", "2026-03-02T14:05:00.000Z"],
    ["15:01", "2026-03-01T15:01:00.000Z"],
    ["", "2026-03-02T15:00:00.000Z"],
  ])("%j is the last such time before now", (time, wanted) => {
    expect(beganAt(time, now)).toBe(wanted);
  });

  test("is a time in London", () => {
    expect(beganAt("15:30", Date.parse("2026-07-01T15:00:00Z"))).toBe("2026-07-01T14:30:00.000Z");
  });
});

describe("a draft", () => {
  const make = () => {
    let ids = 0;
    return new ContactDraft(memory(), () => `id${++ids}`);
  };

  test("comes back as it was left", () => {
    const draft = make();
    draft.keep(typed({ summary: "the tap" }));
    expect(draft.read(now)).toMatchObject({ summary: "the tap", began: "2026-03-02T14:58:00.000Z" });
  });

  test("that nothing was typed into begins when it is opened", () => {
    const draft = make();
    draft.keep(typed({ outcome: "mine" }));
    expect(draft.read(now)).toEqual(empty("2026-03-02T15:00:00.000Z"));
  });

  test("that is tried again is the same contact, and another one once it was changed or taken", () => {
    const draft = make();
    const sent = contact(typed({ summary: "the tap" }));
    expect([draft.attempt(sent), draft.attempt(sent)]).toEqual(["id1", "id1"]);
    expect(draft.attempt({ ...sent, summary: "the taps" })).toBe("id2");
    draft.forget();
    expect(draft.attempt(sent)).toBe("id3");
  });
});

describe("topics that fit", () => {
  const topics = [
    "Anti-social behaviour",
    "Rent: paying",
    "Shared areas: repair",
    "Repair: chasing",
    "Prepayment",
  ].map((label) => ({ name: label, label }));
  const found = (words: string) => matching(words, topics).map(({ label }) => label);

  test("begin with it, then have a word that does, then have it anywhere", () => {
    expect(found("rep")).toEqual(["Repair: chasing", "Shared areas: repair", "Prepayment"]);
    expect(found("PAY")).toEqual(["Rent: paying", "Prepayment"]);
  });

  test("are none for what fits nothing", () => {
    expect(found("astrology")).toEqual([]);
  });
});
