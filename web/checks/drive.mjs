// The things that only a browser can prove: keyboard, focus, nothing typed lost, resuming, falling back. Each is one sentence and one small function.
import assert from "node:assert/strict";
import { HOME, mock, page, signIn, withBrowser } from "./browser.mjs";

const chatBox = (p) => p.getByLabel("Your message");
const say = async (p, text) => {
  await chatBox(p).fill(text);
  await chatBox(p).press("Enter");
};
const openChat = async (p) => {
  await p.goto(`${HOME}/`);
  await p.getByRole("button", { name: "Chat with us" }).click();
  await p.getByText("What can I help you with").waitFor();
};
const openRow = async (p, name) => {
  await p.locator("desk-list a.row", { hasText: name }).click();
  await p.locator("desk-thread .bubble").first().waitFor();
};
const box = (p) => p.locator("desk-composer textarea");
const focusedLabel = (p) =>
  p.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return (element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim();
  });

const facts = {
  "Escape closes the chat and the focus returns to the launcher": async (p) => {
    await openChat(p);
    await chatBox(p).press("Escape");
    assert.equal(await chatBox(p).isVisible(), false);
    assert.match(await focusedLabel(p), /Chat with us/);
  },
  "the focus returns to whatever button opened the chat": async (p) => {
    await p.goto(`${HOME}/`);
    await p.getByRole("button", { name: "My rent balance" }).click();
    assert.equal(await chatBox(p).inputValue(), "What is my rent balance?");
    await chatBox(p).press("Escape");
    assert.match(await focusedLabel(p), /My rent balance/);
  },
  "what a tenant writes is never taken as HTML": async (p) => {
    await openChat(p);
    await say(p, "<img src=x onerror=alert(1)> <b>bold</b>");
    await p.getByText("<b>bold</b>").waitFor();
    assert.equal(await p.locator("doorstep-chat .bubble b, doorstep-chat .bubble img").count(), 0);
  },
  "emergency numbers can be tapped": async (p) => {
    await openChat(p);
    await say(p, "gas!");
    await p.locator('doorstep-chat a[href="tel:0800111999"]').waitFor();
    await p.locator('doorstep-chat .bubble a[href="tel:999"]').waitFor();
  },
  "a quick reply is said, and the buttons go": async (p) => {
    await openChat(p);
    await p.locator("doorstep-chat").getByRole("button", { name: "Rent balance" }).click();
    await p.getByText("Sent").waitFor();
    assert.equal(await p.locator("doorstep-chat").getByRole("button", { name: "Rent balance" }).count(), 0);
  },
  "the history is there again after a reload": async (p) => {
    await openChat(p);
    await say(p, "remember me");
    await p.getByText("Sent").waitFor();
    await p.reload();
    await p.getByRole("button", { name: /Chat with us/ }).click();
    await p.getByText("remember me").waitFor();
  },
  "without sockets the chat still works": async (p) => {
    await mock("sockets?off=1");
    await p.goto(`${HOME}/`);
    await p.getByRole("button", { name: "Chat with us" }).click();
    await say(p, "by HTTP then");
    await p.getByText("Which room is it in").waitFor({ timeout: 15_000 });
    assert.equal(await p.getByText("by HTTP then").count(), 1);
  },
  "what is written without a network is sent once it is back, once": async (p) => {
    await openChat(p);
    await p.context().setOffline(true);
    await p.evaluate(() => document.querySelector("doorstep-chat").session.dial());
    await say(p, "hold on to this");
    await p.getByText("Not sent yet, trying again").waitFor({ timeout: 15_000 });
    await p.context().setOffline(false);
    await p.getByText("Which room is it in").waitFor({ timeout: 15_000 });
    assert.equal(await p.getByText("hold on to this").count(), 1);
  },
  "a refused message says why and can be changed": async (p) => {
    await openChat(p);
    await say(p, "fail");
    await p.getByText("Not sent: This is too long").waitFor();
    await p.getByRole("button", { name: "Change it" }).click();
    assert.equal(await chatBox(p).inputValue(), "fail");
  },
  "Leave quickly replaces the page": async (p) => {
    await openChat(p);
    await p.evaluate(
      (home) => document.querySelector("doorstep-chat").setAttribute("leave", `${home}/sandbox`),
      HOME,
    );
    await p.getByRole("button", { name: "Leave quickly" }).click();
    await p.waitForURL(`${HOME}/sandbox`);
  },
  "on a small screen the focus cannot get behind the chat": async (p) => {
    await p.setViewportSize({ width: 320, height: 600 });
    await openChat(p);
    for (let n = 0; n < 12; n += 1) {
      await p.keyboard.press("Tab");
      const inside = await p.evaluate(() =>
        ["DOORSTEP-CHAT", "BODY"].includes(document.activeElement.tagName),
      );
      assert.equal(inside, true);
    }
  },
  "a wrong password is said in words and the email stays": async (p) => {
    await p.goto(`${HOME}/desk`);
    await p.getByLabel("Work email").fill("priya@example.org");
    await p.getByLabel("Password").fill("wrong");
    await p.keyboard.press("Enter");
    await p.getByText("not right").waitFor();
    assert.equal(await p.getByLabel("Work email").inputValue(), "priya@example.org");
  },
  "j, k and Enter walk the list and open": async (p) => {
    await signIn(p);
    await p.keyboard.press("j");
    await p.keyboard.press("j");
    await p.keyboard.press("j");
    await p.keyboard.press("k");
    await p.keyboard.press("Enter");
    await p.locator("desk-thread h1", { hasText: "Kelechi Brandt" }).waitFor();
  },
  "a note's text is not in the reply, and each keeps its own draft": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    await p.keyboard.press("n");
    await box(p).fill("she sounds afraid");
    await p.getByRole("button", { name: /^Reply/ }).click();
    assert.equal(await box(p).inputValue(), "");
    await box(p).fill("Hello there");
    await openRow(p, "Corrigan");
    assert.equal(await box(p).inputValue(), "");
    await p.reload();
    await openRow(p, "Brandt");
    assert.equal(await box(p).inputValue(), "Hello there");
    await p.getByRole("button", { name: /^Note/ }).click();
    assert.equal(await box(p).inputValue(), "she sounds afraid");
  },
  "a reply that failed stays in the box and is sent once when tried again": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    await p.keyboard.press("r");
    await box(p).fill("The engineer comes at four");
    await mock("fail?status=503&times=1&match=reply");
    await p.keyboard.press("Control+Enter");
    await p.getByText("Nothing is lost").waitFor();
    assert.equal(await box(p).inputValue(), "The engineer comes at four");
    await p.keyboard.press("Control+Enter");
    await p.locator("desk-thread .bubble", { hasText: "comes at four" }).waitFor();
    await p.waitForFunction(() => document.activeElement !== null);
    assert.equal(await box(p).inputValue(), "");
    await p
      .locator("desk-thread .message", { hasText: "comes at four" })
      .getByText("Delivered")
      .waitFor({ timeout: 8000 });
    assert.equal(await p.locator("desk-thread .bubble", { hasText: "comes at four" }).count(), 1);
  },
  "the note for closing stays in its dialog when closing failed": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    await p.getByRole("button", { name: "Close…" }).click();
    await p.getByLabel("Resolved: what they needed is done").check();
    await p.getByLabel(/^Note for colleagues \(/).fill("done by phone");
    await mock("fail?status=503&times=1&match=close");
    await p.getByRole("button", { name: "Close enquiry" }).click();
    await p.locator("dialog").getByText("Nothing is lost").waitFor();
    assert.equal(await p.getByLabel(/^Note for colleagues \(/).inputValue(), "done by phone");
    await p.getByRole("button", { name: "Close enquiry" }).click();
    await p.getByRole("button", { name: "Reopen" }).waitFor();
  },
  "a call is logged by the keyboard alone": async (p) => {
    await signIn(p);
    await p.keyboard.press("c");
    await p.locator("input[name=who]:focus").waitFor();
    await p.keyboard.type("Mrs Lowe");
    await p.keyboard.press("Tab");
    await p.locator("input[name=about]:focus").waitFor();
    await p.keyboard.type("pay");
    await p.keyboard.press("Tab");
    assert.equal(await p.getByLabel("About", { exact: true }).first().inputValue(), "Rent: paying");
    await p.keyboard.type("Paid at the post office.");
    await p.keyboard.press("Tab");
    await p.keyboard.press("ArrowRight");
    await p.keyboard.press("Control+Enter");
    await p.locator("desk-thread h1", { hasText: "Mrs Lowe · Rent: paying" }).waitFor();
    await p.locator("desk-thread").getByText("Call, logged by Priya Raman").waitFor();
    assert.equal(await p.locator("dialog[open]").count(), 0);
  },
  "a call that could not be logged stays as it was typed, also after a reload, and is logged once": async (
    p,
  ) => {
    await signIn(p);
    await p.getByRole("button", { name: "Log a call or a visit" }).click();
    await p.locator("input[name=about]").fill("asb");
    await p.getByLabel("What they said").fill("Music all night.");
    await mock("fail?status=503&times=1&match=contacts");
    await p.keyboard.press("Control+Enter");
    await p
      .locator("dialog")
      .getByText("Choose what it is about")
      .or(p.getByText("Nothing is lost"))
      .waitFor();
    await p.reload();
    await p.locator("desk-list a.row").first().waitFor();
    await p.keyboard.press("c");
    assert.equal(await p.getByLabel("What they said").inputValue(), "Music all night.");
    await p.locator("input[name=about]").fill("anti");
    await p.keyboard.press("Tab");
    await p.keyboard.press("Control+Enter");
    await p.getByText("Logged as DS-").waitFor();
    await p.keyboard.press("c");
    assert.equal(await p.getByLabel("What they said").inputValue(), "");
  },
  "Escape closes the list of topics first and the dialog after that": async (p) => {
    await signIn(p);
    await p.keyboard.press("c");
    await p.locator("input[name=about]").fill("rep");
    await p.getByRole("option", { name: "Repair: chasing" }).waitFor();
    await p.keyboard.press("Escape");
    assert.equal(await p.getByRole("option").count(), 0);
    assert.equal(await p.locator("dialog[open]").count(), 1);
    await p.keyboard.press("Escape");
    assert.equal(await p.locator("dialog[open]").count(), 0);
  },
  "words of danger are asked about before a call is logged": async (p) => {
    await signIn(p);
    await p.keyboard.press("c");
    await p.locator("input[name=about]").fill("rep");
    await p.keyboard.press("Tab");
    await p.keyboard.type("asks about the gas check");
    await p.keyboard.press("Control+Enter");
    await p.getByRole("checkbox", { name: "It is not an emergency" }).check();
    await p.keyboard.press("Control+Enter");
    await p.getByText("Logged as DS-").waitFor();
  },
  "a reply that failed is tried again from its bubble": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    await p.getByRole("button", { name: "Try again" }).click();
    await p
      .locator("desk-thread .message", { hasText: "between 4 and 6" })
      .getByText("Waiting to be sent")
      .waitFor();
    assert.equal(await p.getByRole("button", { name: "Try again" }).count(), 0);
  },
  "a reply that failed is sent to another address, and an address that opted out is no button": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    await p.getByText("WhatsApp to 07700 900318: opted out").waitFor();
    assert.equal(await p.getByRole("button", { name: /WhatsApp/ }).count(), 0);
    await p.getByRole("button", { name: "Send by email to kelechi.brandt@example.org" }).click();
    await p.locator("desk-thread").getByText("Sent by email instead").waitFor();
  },
  "a mail shows what it quotes only when asked": async (p) => {
    await signIn(p);
    await openRow(p, "Tilley");
    const quoted = p.locator("desk-thread").getByText("Sent from my tablet");
    assert.equal(await quoted.isVisible(), false);
    await p.getByText("Show the whole message").click();
    assert.equal(await quoted.isVisible(), true);
  },
  "an offer can be accepted from its bar": async (p) => {
    await signIn(p);
    await p.locator("desk-banners").getByRole("button", { name: "Accept" }).click();
    await p.locator("desk-banners .offer").waitFor({ state: "detached" });
    await p.locator("desk-list a.row", { hasText: "Nowicka" }).getByText("Yours").waitFor();
  },
  "what one accepts opens with the composer focused, and the load counts it": async (p) => {
    await signIn(p);
    await openRow(p, "Corrigan");
    await p.getByText("Load 5 of 6").waitFor();
    await p.locator("desk-list").getByRole("button", { name: "Accept Agnieszka Nowicka" }).click();
    await p.locator("desk-thread h1", { hasText: "Agnieszka Nowicka" }).waitFor();
    await p.getByText("Load 6 of 6").waitFor();
    assert.equal(await focusedLabel(p), "Reply to Agnieszka Nowicka");
    assert.match(p.url(), /\/desk\/mine\/.+/);
  },
  "what one takes from the line opens among what is one's own, ready to be answered": async (p) => {
    await signIn(p);
    await p.locator("desk-list").getByRole("link", { name: "Waiting" }).click();
    await openRow(p, "Whitlock");
    await p.keyboard.press("t");
    await p.locator("desk-composer textarea:focus").waitFor();
    await p.waitForURL(/\/desk\/mine\/.+/);
    await p.getByText("Load 6 of 6").waitFor();
  },
  "what is appended to a text is shown and counted": async (p) => {
    await signIn(p);
    await openRow(p, "Corrigan");
    await box(p).fill("Hello");
    await p.locator("desk-composer").getByText("Ends with “Priya, Repairs”").waitFor();
    await p.locator("desk-composer").getByText("21 characters, 1 text, 139 left").waitFor();
  },
  "the title counts what asks for me": async (p) => {
    await signIn(p);
    await p.waitForFunction(() => document.title === "EMERGENCY · (2) Doorstep");
  },
  "a new danger to life sounds, unless it is muted": async (p) => {
    await signIn(p);
    await p.evaluate(() => {
      globalThis.sounded = 0;
      const begin = globalThis.OscillatorNode.prototype.start;
      globalThis.OscillatorNode.prototype.start = function (...at) {
        globalThis.sounded += 1;
        return begin.apply(this, at);
      };
    });
    await mock("busy");
    await p.waitForFunction(() => globalThis.sounded === 6);
    await p.getByRole("button", { name: "Sound for new emergencies" }).click();
    assert.equal(await p.evaluate(() => globalThis.localStorage.getItem("doorstep alarm sound")), "off");
  },
  "an emergency in hand leaves the banner": async (p) => {
    await signIn(p);
    await p.getByRole("button", { name: "I have this" }).click();
    await p.locator("desk-banners .alarm").waitFor({ state: "detached" });
  },
  "declining asks why": async (p) => {
    await signIn(p);
    await p.locator("desk-banners").getByRole("button", { name: "Decline" }).click();
    await p.getByLabel("Why?").fill("I know this family");
    await p.locator("dialog").getByRole("button", { name: "Decline" }).click();
    await p.locator("desk-banners .offer").waitFor({ state: "detached" });
  },
  "the thread opens at its end": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    await p.waitForTimeout(300);
    const gap = await p
      .locator("desk-thread .scroll")
      .evaluate((scroll) => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight);
    assert.ok(gap < 2, `${gap} px from the end`);
  },
  "somebody else's answer appears without a reload": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    const id = new URL(p.url()).pathname.split("/").pop();
    await fetch(`${HOME}/api/enquiries/${id}/note`, {
      method: "POST",
      headers: { Cookie: "mock=1", "X-CSRF-Token": "mock-csrf", "Content-Type": "application/json" },
      body: JSON.stringify({ text: "written elsewhere" }),
    });
    await p.locator("desk-thread .note", { hasText: "written elsewhere" }).waitFor({ timeout: 3000 });
  },
  "a signed-out colleague signs in again and finds the draft": async (p) => {
    await signIn(p);
    await openRow(p, "Brandt");
    await box(p).fill("half a sen");
    await p.context().clearCookies();
    await p.keyboard.press("Control+Enter");
    await p.getByText("Sign in again").waitFor();
    await p.getByLabel("Work email").fill("priya@example.org");
    await p.getByLabel("Password").fill("open sesame");
    await p.getByRole("button", { name: "Sign in" }).click();
    await box(p).waitFor();
    assert.equal(await box(p).inputValue(), "half a sen");
  },
  "search finds by words": async (p) => {
    await signIn(p);
    await p.locator("desk-list").getByRole("link", { name: "All" }).click();
    await p.keyboard.press("/");
    await p.keyboard.type("cleaning");
    await p.waitForFunction(
      () => document.querySelector("desk-list").shadowRoot.querySelectorAll("a.row").length === 1,
    );
  },
  "a sandbox phone texts and is answered": async (p) => {
    await p.goto(`${HOME}/sandbox`);
    const typed = p.locator("sandbox-handset textarea").first();
    await typed.fill("hello");
    await typed.press("Enter");
    await p.getByText("Is it about your rent?").waitFor();
  },
};

let passed = 0;
let failed = 0;
await withBrowser(async (browser) => {
  for (const [name, prove] of Object.entries(facts)) {
    if (process.argv[2] && !name.includes(process.argv[2])) continue;
    await mock("reset");
    const p = await page(browser, { width: 1280, quiet: true });
    p.setDefaultTimeout(8_000);
    try {
      await prove(p);
      passed += 1;
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}\n  ${error.message.split("\n").slice(0, 4).join("\n  ")}`);
    }
    await p.context().close();
  }
});
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
