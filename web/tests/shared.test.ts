// Small pure parts that the pages share, and those of the public page.
import { describe, expect, test } from "vitest";
import { promiseWords } from "../public/promise";
import { Again } from "../shared/again";
import { waitMs } from "../shared/backoff";
import { dateOf, dayName, figuresOf, shortTime } from "../shared/dates";
import { sameId } from "../shared/ids";
import { balance } from "../shared/money";
import { shown } from "../shared/telephone";
import { ServerTime } from "../shared/server-time";

const now = Date.parse("2026-03-02T15:00:00Z");

describe("waiting before the next try", () => {
  test("grows, has a ceiling, and is spread by chance", () => {
    expect(waitMs(0, 0)).toBe(250);
    expect(waitMs(0, 1)).toBe(500);
    expect(waitMs(3, 0)).toBe(2_000);
    expect(waitMs(99, 1)).toBe(20_000);
  });
});

describe("running one at a time", () => {
  test("whoever asks meanwhile gets one more run, however many asked", async () => {
    let runs = 0;
    const again = new Again(() => Promise.resolve().then(() => void (runs += 1)));
    await Promise.all([again.run(), again.run(), again.run()]);
    expect(runs).toBe(2);
  });

  test("a failed run does not stop the next", async () => {
    let runs = 0;
    const again = new Again(() => (++runs === 1 ? Promise.reject(new Error("no")) : Promise.resolve()));
    const first = again.run().catch(() => "failed");
    const second = again.run();
    expect(await first).toBe("failed");
    await second;
    expect(runs).toBe(2);
  });
});

describe("the server's clock", () => {
  test("is taken from the middle of the journey", () => {
    const time = new ServerTime();
    time.learn("2026-03-02T15:00:10Z", now, now + 200);
    expect(time.now(now + 200)).toBe(Date.parse("2026-03-02T15:00:10Z") + 100);
  });

  test("is not spoilt by a slow answer", () => {
    const time = new ServerTime();
    time.learn("2026-03-02T15:00:00Z", now, now + 20);
    time.learn("2026-03-02T15:00:00Z", now, now + 4_000);
    expect(Math.abs(time.now(now) - now)).toBeLessThan(50);
  });

  test("follows a clock that was set", () => {
    const time = new ServerTime();
    time.learn("2026-03-02T15:00:00Z", now, now);
    time.learn("2026-03-02T16:00:00Z", now, now + 900);
    expect(time.now(now)).toBeGreaterThan(now + 3_500_000);
  });
});

test("money owed, in credit, and neither", () => {
  expect(balance(24_560)).toEqual({ amount: "£245.60", words: "owed" });
  expect(balance(-1_200)).toEqual({ amount: "£12.00", words: "in credit" });
  expect(balance(0).words).toBe("up to date");
});

test("days are London's", () => {
  expect(dayName("2026-03-02T00:10:00Z", now)).toBe("Today");
  expect(dayName("2026-03-01T23:50:00Z", now)).toBe("Yesterday");
  expect(shortTime("2026-03-01T09:05:00Z", now)).toBe("yesterday 09:05");
  expect(shortTime("2026-02-20T09:05:00Z", now)).toBe("20 Feb 09:05");
});

test("a day that is not written in the ISO way is left as it is", () => {
  expect(dateOf("1958-03-02")).toBe("2 Mar 1958");
  expect(dateOf("02/03/1958")).toBe("02/03/1958");
});

test("an id from an address equals the same id from JSON", () => {
  expect(sameId("7", 7)).toBe(true);
  expect(sameId(null, null)).toBe(false);
});

describe("the promise on the public page", () => {
  test("never claims more than was kept", () => {
    expect(promiseWords({ acknowledged_within_hour: 0.999, enquiries: 1000, days: 30 }).figure).toBe("99 %");
    expect(promiseWords({ acknowledged_within_hour: 1, enquiries: 3, days: 30 }).figure).toBe("100 %");
    expect(promiseWords({ acknowledged_within_hour: 0.29, enquiries: 3, days: 30 }).figure).toBe("29 %");
  });

  test("has no figure where there is none", () => {
    expect(promiseWords({ acknowledged_within_hour: null, enquiries: 0, days: 30 }).figure).toBe("");
  });
});

test("a number is written as people read it", () => {
  expect(shown("+447700900101")).toBe("07700 900101");
});

test("a day of birth is in the figures one types", () => {
  expect(figuresOf("1984-03-12")).toBe("12/03/1984");
  expect(figuresOf("")).toBe("");
});
