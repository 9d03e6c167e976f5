// Pictures of every page and state in shots/, for looking at. `npm run shots -- desk` takes only those whose name has that word.
import { mkdirSync } from "node:fs";
import { HOME, mock, page, signIn, withBrowser } from "./browser.mjs";

const SHOTS = new URL("../shots/", import.meta.url).pathname;
const only = process.argv[2] ?? "";
mkdirSync(SHOTS, { recursive: true });

const openRow = (p, name) => p.locator("desk-list a.row", { hasText: name }).click();

const scenes = {
  "public-1280": [{ width: 1280, height: 1000 }, (p) => p.goto(`${HOME}/`)],
  "public-375": [{ width: 375, height: 1500 }, (p) => p.goto(`${HOME}/`)],
  "public-dark-900": [{ width: 900, height: 1000, dark: true }, (p) => p.goto(`${HOME}/`)],
  "public-error-900": [
    { width: 900 },
    async (p) => {
      await mock("fail?status=503&times=1&match=public");
      await p.goto(`${HOME}/`);
    },
  ],
  "widget-1280": [{ width: 1280 }, (p) => chatScene(p)],
  "widget-320": [{ width: 320, height: 640 }, (p) => chatScene(p)],
  "widget-dark-375": [{ width: 375, height: 700, dark: true }, (p) => chatScene(p)],
  "widget-offline-800": [
    { width: 800, height: 760 },
    async (p) => {
      await chatScene(p);
      await p.context().setOffline(true);
      await p.evaluate(() => document.querySelector("doorstep-chat").session.dial());
      await p.getByLabel("Your message").fill("are you still there?");
      await p.getByLabel("Your message").press("Enter");
      await p.waitForTimeout(2500);
    },
  ],
  "desk-signin-1280": [
    { width: 1280 },
    async (p) => {
      await p.goto(`${HOME}/desk`);
      await p.getByLabel("Work email").fill("priya@example.org");
      await p.getByLabel("Password").fill("wrong");
      await p.getByRole("button", { name: "Sign in" }).click();
    },
  ],
  "desk-1280": [{ width: 1280, height: 800 }, (p) => desk(p, "Brandt")],
  "desk-1920": [{ width: 1920, height: 1080 }, (p) => desk(p, "Brandt")],
  "desk-dark-1440": [{ width: 1440, height: 900, dark: true }, (p) => desk(p, "Brandt")],
  "desk-note-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await desk(p, "Brandt");
      await p.keyboard.press("n");
      await p.waitForTimeout(100);
      await p.keyboard.type("Contractor promises 16:00. I ring Kelechi at 15:30.");
    },
  ],
  "desk-note-dark-1280": [
    { width: 1280, height: 800, dark: true },
    async (p) => {
      await desk(p, "Brandt");
      await p.keyboard.press("n");
      await p.waitForTimeout(100);
      await p.keyboard.type("Contractor promises 16:00.");
    },
  ],
  "desk-reply-failed-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await desk(p, "Brandt");
      await p.keyboard.press("r");
      await p.waitForTimeout(100);
      await p.keyboard.type(
        "Good news: the engineer is on the way, today between 4 and 6. I’ll ring you when he is close.",
      );
      await mock("fail?status=503&times=1&match=reply");
      await p.keyboard.press("Control+Enter");
      await p.waitForTimeout(400);
    },
  ],
  "desk-all-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await desk(p, null);
      await p.locator("desk-list").getByRole("link", { name: "All" }).click();
    },
  ],
  "desk-gas-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await desk(p, null);
      await p.locator("desk-banners").getByRole("link", { name: /Joan/ }).click();
    },
  ],
  "desk-offer-1280": [{ width: 1280, height: 800 }, (p) => desk(p, "Nowicka")],
  "desk-why-1280": [
    { width: 1280, height: 1100 },
    async (p) => {
      await desk(p, "Brandt");
      await p.locator("desk-panel summary").first().click();
      await p.locator("desk-panel summary").nth(1).click();
      await p.locator("desk-panel").evaluate((panel) => (panel.scrollTop = 500));
    },
  ],
  "desk-close-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await desk(p, "Brandt");
      await p.getByRole("button", { name: "Close…" }).click();
    },
  ],
  "contact-empty-1280": [{ width: 1280, height: 800 }, (p) => contactScene(p, null)],
  "contact-1280": [{ width: 1280, height: 800 }, (p) => contactScene(p, "repair")],
  "contact-390": [{ width: 390, height: 844 }, (p) => contactScene(p, "repair")],
  "contact-list-1280": [{ width: 1280, height: 800 }, (p) => contactScene(p, null, "rep")],
  "contact-list-390": [{ width: 390, height: 844 }, (p) => contactScene(p, null, "rep")],
  "contact-asked-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await contactScene(p, "repair");
      await p.getByLabel("What they said").fill("Wants to know when the gas engineer comes.");
      await p.keyboard.press("Control+Enter");
      await p.getByText("It is not an emergency").waitFor();
    },
  ],
  "contact-emergency-dark-390": [
    { width: 390, height: 844, dark: true },
    async (p) => {
      await contactScene(p, "repair");
      await p.getByRole("checkbox", { name: "Emergency" }).check();
    },
  ],
  "desk-failed-1280": [{ width: 1280, height: 800 }, (p) => desk(p, "Brandt")],
  "desk-failed-390": [{ width: 390, height: 844 }, (p) => desk(p, "Brandt")],
  "desk-mail-1280": [{ width: 1280, height: 800 }, (p) => mailScene(p)],
  "desk-mail-390": [{ width: 390, height: 844 }, (p) => mailScene(p)],
  "desk-window-1280": [{ width: 1280, height: 800 }, (p) => desk(p, "Delroy")],
  "desk-call-1280": [{ width: 1280, height: 800 }, (p) => desk(p, "Hetty")],
  "desk-call-390": [{ width: 390, height: 844 }, (p) => desk(p, "Hetty")],
  "desk-help-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await desk(p, "Brandt");
      await p.keyboard.press("?");
    },
  ],
  "desk-presence-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await desk(p, null);
      await p.getByRole("button", { name: /Priya/ }).click();
    },
  ],
  "desk-768": [{ width: 768, height: 1000 }, (p) => desk(p, "Brandt")],
  "desk-768-panel": [
    { width: 768, height: 1000 },
    async (p) => {
      await desk(p, "Brandt");
      await p.getByRole("button", { name: "Details of the person" }).click();
    },
  ],
  "desk-390-list": [{ width: 390, height: 800 }, (p) => desk(p, null)],
  "desk-390-thread": [{ width: 390, height: 800 }, (p) => desk(p, "Brandt")],
  "desk-trouble-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await desk(p, null);
      await p.getByRole("link", { name: "Trouble" }).click();
    },
  ],
  "desk-offline-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await desk(p, "Brandt");
      await p.context().setOffline(true);
      await p.evaluate(() => document.querySelector("desk-app").desk.refresh());
    },
  ],
  "desk-empty-1280": [
    { width: 1280, height: 800 },
    async (p) => {
      await desk(p, null);
      await mock("quiet");
      await p.evaluate(() => document.querySelector("desk-app").desk.refresh());
    },
  ],
  "busy-1440": [{ width: 1440, height: 900 }, (p) => busyDesk(p, "waiting", null)],
  "busy-all-1280": [{ width: 1280, height: 800 }, (p) => busyDesk(p, "all", null)],
  "busy-thread-1920": [{ width: 1920, height: 1080 }, (p) => busyDesk(p, "mine", "please the tap")],
  "busy-thread-dark-1440": [{ width: 1440, height: 900, dark: true }, (p) => busyDesk(p, "all", "smoke")],
  "busy-mine-1280": [{ width: 1280, height: 800 }, (p) => busyDesk(p, "mine", "please the tap")],
  "busy-768": [{ width: 768, height: 1024 }, (p) => busyDesk(p, "all", "smoke")],
  "busy-390": [{ width: 390, height: 844 }, (p) => busyDesk(p, "all", null)],
  "busy-390-thread": [{ width: 390, height: 844 }, (p) => busyDesk(p, "all", "smoke")],
  "busy-dark-390": [{ width: 390, height: 844, dark: true }, (p) => busyDesk(p, "mine", null)],
  "sandbox-800": [{ width: 1280, height: 800 }, (p) => sandboxScene(p)],
  "sandbox-1280": [{ width: 1280, height: 900 }, (p) => sandboxScene(p)],
  "sandbox-1920": [{ width: 1920, height: 900 }, (p) => sandboxScene(p)],
  "sandbox-dark-1440": [{ width: 1440, height: 900, dark: true }, (p) => sandboxScene(p)],
  "sandbox-390": [{ width: 390, height: 1400 }, (p) => sandboxScene(p)],
};

async function chatScene(p) {
  await p.goto(`${HOME}/`);
  await p.getByRole("button", { name: "Chat with us" }).click();
  const box = p.getByLabel("Your message");
  await p.getByRole("button", { name: "Report a repair" }).last().click();
  await p.waitForTimeout(1600);
  await box.fill("I think I can smell gas");
  await box.press("Enter");
  await p.waitForTimeout(500);
  await box.fill("a person please");
  await box.press("Enter");
  await p.waitForTimeout(2000);
  await box.fill("and one more thing");
  await box.press("Enter");
  await p.waitForTimeout(1500);
}

async function desk(p, name) {
  await signIn(p);
  if (name) {
    await openRow(p, name);
    await p.locator("desk-thread .bubble").first().waitFor();
  }
  await p.waitForTimeout(300);
}

/** Typed as one would: who, what it is about, what was said. */
async function contactScene(p, about, begun = "") {
  await desk(p, null);
  await p.keyboard.press("c");
  await p.getByRole("combobox", { name: "Who" }).waitFor();
  if (about === null && begun === "") return;
  await p.keyboard.type("brandt");
  await p.getByRole("option", { name: /Brandt/ }).waitFor();
  await p.keyboard.press("ArrowDown");
  await p.keyboard.press("Enter");
  await p.keyboard.press("Tab");
  await p.keyboard.type(about ?? begun);
  if (about === null) return;
  await p.keyboard.press("Tab");
  await p.keyboard.type("Boiler is off again, wants a time for the engineer.");
}

async function mailScene(p) {
  await desk(p, "Tilley");
  await p.getByText("Show the whole message").click();
}

async function busyDesk(p, view, words) {
  await signIn(p);
  await mock("busy");
  await p.goto(`${HOME}/desk/${view}`);
  await p.locator("desk-list a.row").first().waitFor();
  if (words) {
    await p.locator("desk-list a.row", { hasText: words }).first().click();
    await p.locator("desk-thread .bubble").first().waitFor();
  }
  await p.waitForTimeout(400);
}

async function sandboxScene(p) {
  await p.goto(`${HOME}/sandbox`);
  const box = p.locator("sandbox-handset textarea").first();
  await box.fill("hello how much rent do i owe");
  await box.press("Enter");
  await p.locator(".card", { hasText: "A new number" }).click();
  await p.waitForTimeout(3500);
}

await withBrowser(async (browser) => {
  for (const [name, [size, act]] of Object.entries(scenes)) {
    if (!name.includes(only)) continue;
    await mock("reset");
    const p = await page(browser, size);
    try {
      await act(p);
      await p.waitForTimeout(300);
    } catch (error) {
      console.log(`${name}: ${error.message.split("\n")[0]}`);
    }
    await p.screenshot({ path: `${SHOTS}${name}.png` });
    await p.context().close();
    console.log(name);
  }
});
