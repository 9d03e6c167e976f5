// A mock server of its own and a Chromium that is already on the machine (CHROMIUM, /usr/bin/chromium); nothing is downloaded.
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";

const PORT = 8790 + (process.pid % 200);
export const HOME = `http://localhost:${PORT}`;

/** Runs `work(browser)` against a still mock, then ends both. */
export async function withBrowser(work) {
  const mock = spawn(process.execPath, [new URL("../mock/server.mjs", import.meta.url).pathname], {
    env: { ...process.env, PORT: String(PORT), STILL: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((ready) => mock.stdout.once("data", ready));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    await work(browser);
  } finally {
    await browser.close();
    mock.kill();
  }
}

export const mock = (path) => fetch(`${HOME}/mock/${path}`, { method: "POST" });

export async function page(browser, { width, height = 900, dark = false, calm = true, quiet = false }) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: calm ? "reduce" : "no-preference",
  });
  const opened = await context.newPage();
  opened.on("console", (message) => {
    if (!quiet && ["error", "warning"].includes(message.type())) console.log(`  [console] ${message.text()}`);
  });
  opened.on("pageerror", (error) => console.log(`  [page] ${error.message}`));
  return opened;
}

export async function signIn(opened) {
  await opened.goto(`${HOME}/desk`);
  await opened.getByLabel("Work email").fill("priya@example.org");
  await opened.getByLabel("Password").fill("open sesame");
  await opened.getByRole("button", { name: "Sign in" }).click();
  await opened.locator("desk-list a.row").first().waitFor();
}
