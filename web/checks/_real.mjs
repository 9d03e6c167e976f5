import { chromium } from "playwright-core";
const H="http://127.0.0.1:8093", S="/tmp/polish/";
const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox"]});
const mk=async(w,h)=>{const c=await b.newContext({viewport:{width:w,height:h}});const p=await c.newPage();p.on("console",m=>{if(["error","warning"].includes(m.type()))console.log("[console]",m.text(),m.location().url)});p.on("pageerror",e=>console.log("[page]",e.message));p.setDefaultTimeout(15000);return p};
for(const [w,h] of [[1440,900],[1280,800]]){const p=await mk(w,h);await p.goto(H+"/sandbox");await p.locator("sandbox-phone").first().waitFor();await p.waitForTimeout(500);
 for(const sel of ["sandbox-phone article",".frame"]){const r=await p.locator(sel).first().boundingBox();console.log(w,h,sel,Math.round(r.x),Math.round(r.y),Math.round(r.x+r.width),Math.round(r.y+r.height))}
 console.log("scrolls",await p.evaluate(()=>[document.documentElement.scrollHeight,document.documentElement.scrollWidth]));
 await p.screenshot({path:`${S}real-sandbox-${w}.png`});await p.context().close()}
const t=await mk(1280,800);await t.goto(H+"/sandbox");
const box=t.locator("sandbox-phone textarea").first();
const say=async(s)=>{await box.fill(s);await box.press("Enter");await t.waitForTimeout(2500)};
await say("can i speak to a person please");await say("my neighbour parks in my space");
const d=await mk(1440,900);await d.goto(H+"/desk");console.log(await d.title());
await d.getByLabel("Work email").fill("priya.raman@example.org");await d.getByLabel("Password").fill("doorstep-demo");await d.keyboard.press("Enter");
await d.locator("desk-list nav").waitFor();await d.waitForTimeout(1500);console.log(await d.title(), await d.locator("desk-top .load").innerText());
await d.locator("desk-list").getByRole("link",{name:/All/}).click();await d.waitForTimeout(1000);await d.screenshot({path:S+"real-all.png"});
const acc=d.locator("desk-list").getByRole("button",{name:/^Accept/}).first();
if(await acc.count()) {console.log("offer");await acc.click()} else {console.log("take");await d.locator("desk-list a.row").first().click();await d.waitForTimeout(800);await d.keyboard.press("t")}
await d.waitForTimeout(1500);console.log(d.url(), await d.title(), await d.locator("desk-top .load").innerText());
await d.keyboard.type("Hello, I can help. Which space is yours?");await d.waitForTimeout(300);
console.log(await d.locator("desk-composer .length").innerText());
await d.screenshot({path:S+"real-accepted.png"});
await d.keyboard.press("Control+Enter");await d.waitForTimeout(3000);
await say("I smell gas in the hall, really strong");await d.waitForTimeout(1500);
await d.screenshot({path:S+"real-gas.png"});console.log(await d.title());
await d.locator("desk-list desk-countdown").first().evaluate(e=>e.shadowRoot.querySelector(".clock").title).then(console.log);
await d.getByRole("button",{name:"I have this"}).first().click();await d.waitForTimeout(1500);await d.screenshot({path:S+"real-have.png"});console.log(d.url());
await t.screenshot({path:S+"real-phone.png"});
await b.close();
