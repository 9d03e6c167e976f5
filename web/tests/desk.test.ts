// The desk's pure parts: thread, drafts, addresses, shortcuts.
import { describe, expect, test } from "vitest";
import type { Due, DeskMessage, EnquiryRow, Note } from "../shared/contract";
import { Drafts } from "../desk/drafts";
import { groups } from "../desk/groups";
import { lengthWords } from "../desk/length";
import { enquiryHref, hrefOf, parse } from "../desk/route";
import { shortcut } from "../desk/shortcuts";
import { timeline } from "../desk/timeline";
import { titleOf } from "../desk/title";
import { Heard } from "../desk/tone";
import { promiseWords, windowWords } from "../desk/wording";
import { memory } from "./fakes";

const now = Date.parse("2026-03-02T15:00:00Z");

const message = (id: number, at: string, more: Partial<DeskMessage> = {}): DeskMessage => ({
  id,
  seq: id,
  direction: "in",
  author: "tenant",
  name: "",
  text: "",
  at,
  channel: "sms",
  urgent: false,
  delivery: null,
  error: null,
  late: false,
  media: [],
  understanding: null,
  whole: "",
  automatic: "",
  note: "",
  hidden: false,
  failed: null,
  ...more,
});

const note = (at: string): Note => ({ at, who: "Priya", text: "n" });

describe("the thread", () => {
  const kinds = (messages: DeskMessage[], notes: Note[]) =>
    timeline(messages, notes, now).map((item) => (item.kind === "message" ? item.message.id : item.kind));

  test("puts notes where they were written", () => {
    const messages = [message(1, "2026-03-02T10:00:00Z"), message(2, "2026-03-02T12:00:00Z")];
    expect(kinds(messages, [note("2026-03-02T13:00:00Z"), note("2026-03-02T11:00:00Z")])).toEqual([
      "day",
      1,
      "note",
      2,
      "note",
    ]);
  });

  test("says the day once, in London", () => {
    const messages = [message(1, "2026-07-01T22:30:00Z"), message(2, "2026-07-01T23:30:00Z")];
    expect(kinds(messages, [])).toEqual(["day", 1, "day", 2]);
  });

  test("keeps the server's order for a message that arrived late", () => {
    const messages = [message(1, "2026-03-02T12:00:00Z"), message(2, "2026-03-02T11:00:00Z", { late: true })];
    expect(kinds(messages, [])).toEqual(["day", 1, 2]);
  });

  test("does not say the same writer again within minutes", () => {
    const messages = [
      message(1, "2026-03-02T12:00:00Z"),
      message(2, "2026-03-02T12:01:00Z"),
      message(3, "2026-03-02T12:01:30Z", { author: "bot", direction: "out" }),
    ];
    const follows = timeline(messages, [], now).flatMap((item) =>
      item.kind === "message" ? [item.follows] : [],
    );
    expect(follows).toEqual([false, true, false]);
  });
});

describe("drafts", () => {
  const make = () => {
    let ids = 0;
    return new Drafts(memory(), () => `id${++ids}`);
  };

  test("a note's text is never in the reply", () => {
    const drafts = make();
    drafts.type("e1", "note", "she sounds afraid");
    expect(drafts.read("e1", "reply").text).toBe("");
  });

  test("the same text tried again has the same id, a changed one another", () => {
    const drafts = make();
    expect(drafts.attempt("e1", "reply", "hello")).toBe("id1");
    expect(drafts.attempt("e1", "reply", "hello")).toBe("id1");
    expect(drafts.attempt("e1", "reply", "hello!")).toBe("id2");
  });

  test("the same words said again on purpose are a new reply", () => {
    const drafts = make();
    drafts.attempt("e1", "reply", "ok");
    drafts.sent("e1", "reply", "ok");
    expect(drafts.attempt("e1", "reply", "ok")).toBe("id2");
  });

  test("what was typed while sending stays", () => {
    const drafts = make();
    drafts.attempt("e1", "reply", "hello");
    drafts.type("e1", "reply", "hello and");
    drafts.sent("e1", "reply", "hello");
    expect(drafts.read("e1", "reply").text).toBe("hello and");
  });
});

describe("addresses", () => {
  test.each([
    ["/desk", { page: "enquiries", view: "mine", id: null }],
    ["/desk/", { page: "enquiries", view: "mine", id: null }],
    ["/desk/waiting", { page: "enquiries", view: "waiting", id: null }],
    ["/desk/all/a%2Fb", { page: "enquiries", view: "all", id: "a/b" }],
    ["/desk/enquiries/7", { page: "enquiries", view: "all", id: "7" }],
    ["/desk/nonsense", { page: "enquiries", view: "mine", id: null }],
    ["/desk/trouble", { page: "trouble" }],
  ])("%s", (path, route) => {
    expect(parse(path)).toEqual(route);
  });

  test("lead back to the same place", () => {
    expect(hrefOf(parse("/desk/waiting/x%2F1"))).toBe("/desk/waiting/x%2F1");
    expect(parse(enquiryHref("waiting", "x/1"))).toEqual({ page: "enquiries", view: "waiting", id: "x/1" });
  });
});

describe("single keys", () => {
  const press = (key: string, more = {}) =>
    shortcut({ key, ctrlKey: false, metaKey: false, altKey: false, taken: false, ...more });

  test("mean what the help says", () => {
    expect([press("j"), press("r"), press("n"), press("?")]).toEqual(["next", "reply", "note", "help"]);
  });

  test("mean nothing while somebody types, or with a modifier", () => {
    expect(press("r", { taken: true })).toBeNull();
    expect(press("r", { ctrlKey: true })).toBeNull();
  });
});

describe("the list's groups", () => {
  const due = (at: string, more: Partial<Due> = {}): Due => ({
    promise: "first_answer",
    label: "First answer",
    at,
    started: "2026-03-02T13:00:00Z",
    state: "running",
    warned: 0,
    met_at: null,
    ...more,
  });
  const row = (id: number, more: Partial<EnquiryRow>) =>
    ({
      id,
      state: "waiting",
      emergency: "",
      level: null,
      offered_to_me: false,
      due: null,
      ...more,
    }) as EnquiryRow;
  const shape = (...rows: EnquiryRow[]) =>
    groups(rows, now).map(({ key, rows: held }) => [key, ...held.map(({ id }) => id)]);

  test("put danger to life first, then offers, then what is late", () => {
    expect(
      shape(
        row(1, { emergency: "flood", level: "urgent" }),
        row(2, { emergency: "gas", level: "life", offered_to_me: true }),
        row(3, { due: due("2026-03-02T14:00:00Z") }),
        row(4, { due: due("2026-03-02T14:30:00Z"), offered_to_me: true }),
        row(5, { due: due("2026-03-02T16:00:00Z") }),
        row(6, { emergency: "gas", state: "closed" }),
      ),
    ).toEqual([
      ["emergency", 2, 1],
      ["offered", 4],
      ["overdue", 3],
      ["rest", 5],
      ["closed", 6],
    ]);
  });

  test("do not count as late what was kept late", () => {
    const late = due("2026-03-02T14:00:00Z", { state: "breached", met_at: "2026-03-02T14:10:00Z" });
    expect(shape(row(1, { due: late }))).toEqual([["rest", 1]]);
    expect(promiseWords(late.label, late, now)).toBe("First answer, due 14:00, kept 14:10");
  });
});

describe("the title", () => {
  const desk = { session: "signed_in", alarms: [], asking: 0, open: null, route: parse("/desk") } as const;
  const alarm = { id: 1, level: "life" } as never;

  test("says how much asks for me, and an emergency first", () => {
    expect(titleOf({ ...desk, alarms: [] })).toBe("Doorstep");
    expect(titleOf({ ...desk, alarms: [], asking: 2 })).toBe("(2) Doorstep");
    expect(titleOf({ ...desk, alarms: [alarm], asking: 2 })).toBe("EMERGENCY · (2) Doorstep");
  });
});

describe("the alarm tone", () => {
  const life = (id: number) => ({ id, level: "life" }) as never;

  test("is for a danger to life that was not there before", () => {
    const heard = new Heard();
    expect([heard.news([life(1)]), heard.news([life(1)]), heard.news([life(1), life(2)])]).toEqual([
      false,
      false,
      true,
    ]);
    expect(heard.news([{ id: 3, level: "urgent" } as never])).toBe(false);
  });
});

test("a text is counted with what is appended to it", () => {
  expect(lengthWords("Hello", "sms", "Priya, Repairs")).toBe("21 characters, 1 text, 139 left");
  expect(lengthWords("a".repeat(150), "sms", "Priya, Repairs")).toContain("2 texts");
  expect(lengthWords("Hello", "webchat", "")).toBe("5 characters");
});

describe("a channel's window", () => {
  test.each([
    [null, null],
    [{ until: "2026-03-02T16:40:00Z" }, { text: "Can be answered freely until 16:40", open: true }],
    [{ until: "2026-03-02T14:40:00Z" }, { open: false }],
    [{ until: null }, { open: false }],
  ])("%j", (window, wanted) => {
    const said = windowWords({ window }, now);
    if (wanted === null) expect(said).toBeNull();
    else expect(said).toMatchObject(wanted);
  });
});
