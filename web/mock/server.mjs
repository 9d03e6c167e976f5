// Stands in for the Python side while the pages are built: docs/api.yaml with made-up data, and dist/ as files.
// PORT (8700), STILL=1 for no life of its own, DIST for another build. POST /mock/fail?status=503&times=1 makes the next calls fail; /mock/reset begins anew.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { WebSocketServer } from "ws";
import { Chat } from "./chat.mjs";
import { Desk } from "./desk.mjs";
import { Sandbox } from "./sandbox.mjs";
import { LANDLORD } from "./world.mjs";

const PORT = Number(process.env.PORT ?? 8700);
const STILL = process.env.STILL === "1";
const DIST = process.env.DIST ?? new URL("../dist/", import.meta.url).pathname;
const CSP =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; img-src 'self' data:";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

let desk = new Desk({ still: STILL });
let chat = new Chat();
let sandbox = new Sandbox();
let failing = { status: 0, times: 0, match: "" };
let noSockets = false;

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const facts = {
  landlord: LANDLORD,
  phone: "01952 960 100",
  sms: "07700 900 800",
  opening: DAYS.map((day, n) => ({
    day,
    hours: n < 4 ? "8:30 to 17:30" : n === 4 ? "8:30 to 16:30" : "closed",
  })),
  open_now: true,
  promise: { acknowledged_within_hour: 0.973, enquiries: 1204, days: 30 },
  calls: {
    average_seconds: 41.2,
    promised_seconds: 60,
    answered_in_time: 0.884,
    lost: 37,
    calls: 1811,
    days: 30,
  },
};

function control(url) {
  if (url.pathname === "/mock/fail") {
    failing = {
      status: Number(url.searchParams.get("status") ?? 503),
      times: Number(url.searchParams.get("times") ?? 1),
      match: url.searchParams.get("match") ?? "",
    };
  } else if (url.pathname === "/mock/sockets") noSockets = url.searchParams.get("off") === "1";
  else if (url.pathname === "/mock/quiet") desk.quiet();
  else if (url.pathname === "/mock/busy") desk.busy();
  else {
    desk.stop();
    desk = new Desk({ still: STILL });
    chat = new Chat();
    sandbox = new Sandbox();
    failing = { status: 0, times: 0, match: "" };
    noSockets = false;
  }
  return [200, { ok: true }];
}

async function api(request, url, body) {
  if (url.pathname.startsWith("/mock/")) return control(url);
  if (failing.times > 0 && url.pathname.includes(failing.match)) {
    failing.times -= 1;
    return [failing.status, { error: "The system is busy. Nothing is lost; try again in a minute." }];
  }
  if (url.pathname === "/api/public") return [200, facts];
  if (url.pathname.startsWith("/chat/")) return chat.answer(request, url, body);
  if (url.pathname.startsWith("/sandbox/")) return sandbox.answer(request, url, body);
  return desk.answer(request, url, body);
}

async function file(url) {
  const path = normalize(decodeURIComponent(url.pathname));
  const wanted =
    path === "/"
      ? "index.html"
      : /^\/desk(\/|$)/.test(path)
        ? "desk/index.html"
        : /^\/sandbox\/?$/.test(path)
          ? "sandbox/index.html"
          : path.slice(1);
  try {
    return [200, await readFile(join(DIST, wanted)), TYPES[extname(wanted)] ?? "application/octet-stream"];
  } catch {
    return [404, Buffer.from("not found"), "text/plain"];
  }
}

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    return JSON.parse(Buffer.concat(parts).toString() || "null");
  } catch {
    return null;
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://mock");
  const isApi = /^\/(api|chat|mock)\/|^\/sandbox\/(people|devices)/.test(url.pathname);
  if (!isApi) {
    const [status, content, type] = await file(url);
    response
      .writeHead(status, {
        "Content-Type": type,
        "Content-Security-Policy": CSP,
        "Cache-Control": "no-store",
      })
      .end(content);
    return;
  }
  const [status, content, headers = {}] = await api(request, url, await read(request));
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(content));
});

const sockets = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
  const url = new URL(request.url, "http://mock");
  if (noSockets) return void socket.destroy();
  sockets.handleUpgrade(request, socket, head, (ws) => {
    if (url.pathname === "/chat/socket") chat.connect(ws);
    else if (url.pathname === "/api/live") desk.connect(ws, url.searchParams.get("after"));
    else ws.close();
  });
});

server.listen(PORT, () =>
  console.log(`mock on http://localhost:${PORT} (sign in with anything; password "wrong" fails)`),
);
