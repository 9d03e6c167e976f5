// axe-core over every page and its main states, light and dark. Fails on any serious or critical finding (WCAG 2.2 AA rules and best practice).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HOME, mock, page, signIn, withBrowser } from "./browser.mjs";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const openRow = async (p, name) => {
  await p.locator("desk-list a.row", { hasText: name }).click();
  await p.locator("desk-thread .bubble").first().waitFor();
};

const states = {
  public: (p) => p.goto(`${HOME}/`),
  "public with the chat open": async (p) => {
    await p.goto(`${HOME}/`);
    await p.getByRole("button", { name: "Chat with us" }).click();
    await p.getByLabel("Your message").fill("I smell gas");
    await p.getByLabel("Your message").press("Enter");
    await p.waitForTimeout(800);
  },
  "chat refused": async (p) => {
    await p.goto(`${HOME}/`);
    await p.getByRole("button", { name: "Chat with us" }).click();
    await p.getByLabel("Your message").fill("fail");
    await p.getByLabel("Your message").press("Enter");
    await p.waitForTimeout(500);
  },
  "sign in": (p) => p.goto(`${HOME}/desk`),
  desk: (p) => signIn(p),
  "desk, thread": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    await p.locator("desk-panel").evaluate((panel) => {
      for (const details of panel.shadowRoot.querySelectorAll("details")) details.open = true;
    });
  },
  "desk, note": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    await p.keyboard.press("n");
    await p.keyboard.type("a note");
  },
  "desk, all": async (p) => {
    await signIn(p);
    await p.locator("desk-list").getByRole("link", { name: "All" }).click();
    await p.locator("desk-list a.urgent").first().waitFor();
    await openRow(p, "Pettifer");
  },
  "desk, closing": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    await p.getByRole("button", { name: "Close…" }).click();
  },
  "desk, logging a call": async (p) => {
    await signIn(p);
    await p.keyboard.press("c");
    await p.keyboard.type("brandt");
    await p.getByRole("option", { name: /Brandt/ }).waitFor();
  },
  "desk, logging an emergency": async (p) => {
    await signIn(p);
    await p.keyboard.press("c");
    await p.locator("input[name=about]").fill("rep");
    await p.keyboard.press("Tab");
    await p.keyboard.type("gas");
    await p.keyboard.press("Control+Enter");
    await p.getByText("It is not an emergency").waitFor();
    await p.getByRole("checkbox", { name: "Emergency", exact: true }).check();
  },
  "desk, mail": async (p) => {
    await signIn(p);
    await openRow(p, "Tilley");
    await p.getByText("Show the whole message").click();
  },
  "desk, call": async (p) => {
    await signIn(p);
    await openRow(p, "Hetty");
  },
  "desk, help": async (p) => {
    await signIn(p);
    await p.keyboard.press("?");
  },
  "desk, presence": async (p) => {
    await signIn(p);
    await p.getByRole("button", { name: /Priya/ }).click();
  },
  trouble: async (p) => {
    await signIn(p);
    await p.goto(`${HOME}/desk/trouble`);
    await p.getByText("unreadable webhook").waitFor();
  },
  sandbox: async (p) => {
    await p.goto(`${HOME}/sandbox`);
    await p.locator("sandbox-handset textarea").first().fill("hello");
    await p.locator("sandbox-handset textarea").first().press("Enter");
    await p.waitForTimeout(2500);
  },
  "sandbox, email": async (p) => {
    await p.goto(`${HOME}/sandbox`);
    await p.getByRole("tab", { name: "Email" }).first().click();
    await p.getByLabel("Subject").fill("A question");
    await p.locator("sandbox-inbox textarea").fill("hello");
    await p.getByRole("button", { name: "Send" }).first().click();
    await p.waitForTimeout(2500);
  },
  "sandbox, buttons": async (p) => {
    await p.goto(`${HOME}/sandbox`);
    await p.getByRole("tab", { name: "Telegram" }).first().click();
    await p.locator("sandbox-chat textarea").fill("hello");
    await p.locator("sandbox-chat textarea").press("Enter");
    await p.getByRole("button", { name: "Yes" }).waitFor();
  },
};

let bad = 0;
await withBrowser(async (browser) => {
  for (const [name, act] of Object.entries(states)) {
    if (process.argv[2] && !name.includes(process.argv[2])) continue;
    for (const look of [{ width: 1280 }, { width: 1280, dark: true }, { width: 375 }]) {
      await mock("reset");
      const p = await page(browser, { ...look, quiet: true });
      await act(p).catch((error) => console.log(`${name} ${look.width}: ${error.message.split("\n")[0]}`));
      await p.waitForTimeout(250);
      await p.evaluate(source);
      const { violations } = await p.evaluate(
        (tags) => globalThis.axe.run({ runOnly: tags, resultTypes: ["violations"] }),
        TAGS,
      );
      for (const { id, impact, help, nodes } of violations) {
        if (impact === "serious" || impact === "critical") bad += 1;
        console.log(`${name} ${look.width}${look.dark ? " dark" : ""}: ${impact} ${id}: ${help}`);
        for (const node of nodes.slice(0, 3))
          console.log(`    ${node.target.flat().join(" ")} ${node.any[0]?.message ?? ""}`);
      }
      await p.context().close();
    }
  }
});
console.log(bad === 0 ? "axe: nothing serious" : `axe: ${bad} serious findings`);
process.exitCode = bad === 0 ? 0 : 1;
