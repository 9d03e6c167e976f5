// The desk's side of the mock: enquiries one can take, answer and close, and live events.
import { busy } from "./busy.mjs";
import { before, enquiry, iso, me as somebody, message, world } from "./world.mjs";

const MINUTE = 60_000;

const CHOICES = {
  topics: [
    ["asb", "Anti-social behaviour"],
    ["complaint", "Complaint"],
    ["damp_mould", "Damp or mould"],
    ["estate", "Estate"],
    ["rent_balance", "Rent: balance"],
    ["rent_payment", "Rent: paying"],
    ["repair_report", "Repair"],
    ["repair_appointment", "Repair: appointment"],
    ["repair_status", "Repair: chasing"],
    ["communal_repair", "Shared areas: repair"],
  ].map(([name, label]) => ({ name, label })),
  emergencies: [
    ["fire", "Fire"],
    ["gas", "Gas"],
    ["flood", "Flood"],
    ["no_heating", "No heating"],
  ].map(([name, label]) => ({ name, label })),
};

export class Desk {
  cursor = 0;
  events = [];
  sockets = new Set();
  replies = new Map();
  me = { ...somebody };

  constructor({ still }) {
    const { rows, alarms } = world();
    this.rows = rows;
    this.alarms = alarms;
    if (!still) this.life = setInterval(() => this.live(), 12_000);
  }

  stop() {
    clearInterval(this.life);
    for (const ws of this.sockets) ws.close();
  }

  busy() {
    Object.assign(this, busy());
    this.tell("alarm", null);
  }

  quiet() {
    this.rows = [];
    this.alarms = [];
    this.tell("enquiry", null);
  }

  answer(request, url, body) {
    const { pathname: path, searchParams } = url;
    const signedIn = (request.headers.cookie ?? "").includes("mock=1");
    if (path === "/api/session" && request.method === "POST") {
      if (body?.password === "wrong")
        return [401, { error: "The email or the password is not right. Try again." }];
      return [200, this.load(), { "Set-Cookie": "mock=1; Path=/; HttpOnly; SameSite=Lax" }];
    }
    if (path === "/api/session") return [200, {}, { "Set-Cookie": "mock=; Path=/; Max-Age=0" }];
    if (!signedIn) return [401, { error: "Please sign in." }];
    if (request.method !== "GET" && request.headers["x-csrf-token"] !== this.me.csrf)
      return [403, { error: "Load the page again." }];
    if (path === "/api/me") return [200, this.load()];
    if (path === "/api/presence") {
      this.me.presence = body.presence;
      this.tell("presence", null);
      return [200, this.load()];
    }
    if (path === "/api/enquiries") return [200, this.list(searchParams)];
    if (path === "/api/trouble") return [200, { items: this.trouble() }];
    const alarm = /^\/api\/alarms\/(.+)\/seen$/.exec(path);
    if (alarm) {
      this.alarms = this.alarms.filter((a) => a.id !== alarm[1]);
      this.tell("alarm", null);
      return [200, { alarms: this.alarms }];
    }
    if (path === "/api/choices") return [200, CHOICES];
    if (path === "/api/people")
      return [200, { people: this.people(searchParams.get("q")), records_down: false }];
    if (path === "/api/contacts") return this.log(body);
    const rescued = /^\/api\/enquiries\/([^/]+)\/replies\/([^/]+)\/(retry|elsewhere)$/.exec(path);
    if (rescued) return this.rescue(rescued[1], rescued[2], body);
    const one = /^\/api\/enquiries\/([^/]+)(?:\/(\w+))?$/.exec(path);
    const enquiry = one && this.rows.find((row) => row.id === one[1]);
    if (!enquiry) return [404, { error: "This enquiry is not here, or not yours to see." }];
    if (one[2]) return this.act(enquiry, one[2], body);
    enquiry.unread = false;
    return [200, this.whole(enquiry)];
  }

  load() {
    const mine = this.rows.filter((row) => row.mine && row.state !== "closed");
    return { ...this.me, load: mine.length };
  }

  list(query) {
    const view = query.get("view");
    const words = (query.get("q") ?? "").toLowerCase();
    const closed = query.get("closed") === "1";
    const open = this.rows.filter((row) => closed || row.state !== "closed");
    const views = {
      mine: open.filter((row) => row.mine || row.offered_to_me),
      waiting: open.filter((row) => row.state === "waiting" || row.state === "offered"),
      all: open,
    };
    const rank = (row) => [
      row.emergency ? 0 : 1,
      Date.parse(row.due?.state === "met" ? "9999" : (row.due?.at ?? "9999")),
    ];
    const items = views[view]
      .filter(
        (row) =>
          !words ||
          JSON.stringify([row.person.name, row.reference, row.snippet, row.topic_label])
            .toLowerCase()
            .includes(words),
      )
      .sort((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1])
      .map((row) => this.row(row));
    const counts = Object.fromEntries(Object.entries(views).map(([name, list]) => [name, list.length]));
    return { cursor: this.cursor, now: iso(Date.now()), items, counts, alarms: this.alarms, next: null };
  }

  row({ messages: _m, notes: _n, clocks: _c, history: _h, why: _w, person, ...row }) {
    return { ...row, person: person.name };
  }

  whole(enquiry) {
    const can = ["note"];
    if (enquiry.state === "closed") can.push("reopen");
    else if (enquiry.mine) can.push("reply", "close", "release");
    else if (enquiry.offered_to_me) can.push("accept", "decline", "reply");
    else if (enquiry.owner === null) can.push("take", "reply");
    const signature = enquiry.channel === "sms" ? `${this.me.first_name}, Repairs` : "";
    return { ...enquiry, can, signature };
  }

  act(enquiry, action, body) {
    const say = (what, why = "") =>
      enquiry.history.push({ at: iso(Date.now()), who: this.me.name, what, why });
    const own = () =>
      Object.assign(enquiry, {
        mine: true,
        owner: { id: this.me.id, name: this.me.name },
        state: "with_colleague",
        offered_to_me: false,
        offer_expires: null,
      });
    if (action === "take" || action === "accept") {
      own();
      say(action === "take" ? "took it" : "accepted");
    } else if (action === "decline") {
      Object.assign(enquiry, { offered_to_me: false, offer_expires: null, state: "waiting" });
      say("declined", body.why);
    } else if (action === "release") {
      Object.assign(enquiry, { mine: false, owner: null, state: "waiting" });
      say("put back in the line", body.why);
    } else if (action === "note")
      enquiry.notes.push({ at: iso(Date.now()), who: this.me.name, text: body.text });
    else if (action === "close") {
      Object.assign(enquiry, { state: "closed", mine: true });
      say(`closed as ${body.outcome}`, body.note);
    } else if (action === "reopen") {
      own();
      say("reopened");
    } else if (action === "reply") this.reply(enquiry, body);
    if (action !== "typing") this.tell("enquiry", enquiry.id);
    return [200, this.whole(enquiry)];
  }

  reply(enquiry, { id, text }) {
    if (this.replies.has(id)) return;
    const sent = message("out", "colleague", text, 0, { delivery: "queued", channel: enquiry.channel });
    this.replies.set(id, sent);
    enquiry.messages.push(sent);
    enquiry.due = { ...enquiry.due, state: "met", met_at: iso(Date.now()) };
    for (const [delay, delivery] of [
      [900, "sending"],
      [1800, "sent"],
      [3500, "delivered"],
    ]) {
      setTimeout(() => {
        sent.delivery = delivery;
        this.tell("enquiry", enquiry.id);
      }, delay);
    }
  }

  people(q) {
    const words = q.toLowerCase();
    return this.rows
      .filter((row) => `${row.person.name} ${row.person.tenancy?.reference}`.toLowerCase().includes(words))
      .map(({ person }) => ({
        person: person.proven ? person.name : null,
        name: person.name,
        tenancy: person.tenancy?.reference ?? "",
        home: person.tenancy?.address ?? "",
        number: "+447700900318",
        channels: ["sms"],
      }));
  }

  log(body) {
    if (this.replies.has(body.id)) return [200, this.whole(this.replies.get(body.id))];
    if (!body.topic) return [400, { error: "Choose what it is about from the list." }];
    if (body.emergency === null && /gas|fire/.test(body.summary))
      return [422, { error: "This reads like an emergency: Gas. Tick “Emergency”, or say that it is none." }];
    const mine = body.outcome === "mine";
    const said = message("in", "colleague", body.summary, 0, { channel: body.channel, name: this.me.name });
    const logged = enquiry({
      topic: body.topic,
      topic_label: CHOICES.topics.find(({ name }) => name === body.topic).label,
      channel: body.channel,
      state: { mine: "with_colleague", dealt_with: "closed", needs_somebody: "waiting" }[body.outcome],
      owner: mine ? { id: this.me.id, name: this.me.name } : null,
      person: { name: body.name || "Caller, number not known", proven: false, channel: body.channel },
      messages: [said],
    });
    this.rows.push(logged);
    this.replies.set(body.id, logged);
    this.tell("enquiry", logged.id);
    return [200, this.whole(logged)];
  }

  rescue(id, of, way) {
    const found = this.rows.find((row) => row.id === id);
    const lost = found.messages.find((one) => one.id === of);
    if (way?.channel) {
      lost.failed = { ...lost.failed, again: false, sent_by: way.channel, elsewhere: [] };
      found.messages.push(
        message("out", "colleague", lost.text, 0, { channel: way.channel, delivery: "queued" }),
      );
    } else Object.assign(lost, { delivery: "queued", error: null, failed: null });
    found.delivery_trouble = false;
    this.tell("enquiry", id);
    return [200, this.whole(found)];
  }

  connect(ws, after) {
    this.sockets.add(ws);
    ws.on("close", () => this.sockets.delete(ws));
    const missed = this.events.filter((event) => event.cursor > Number(after));
    if (missed.length) ws.send(JSON.stringify({ type: "events", cursor: this.cursor, events: missed }));
  }

  tell(kind, enquiry) {
    const event = { cursor: ++this.cursor, kind, enquiry };
    this.events.push(event);
    for (const ws of this.sockets)
      ws.send(JSON.stringify({ type: "events", cursor: this.cursor, events: [{ kind, enquiry }] }));
  }

  live() {
    const open = this.rows.filter((row) => row.state !== "closed");
    const enquiry = open[Math.floor(Math.random() * open.length)];
    if (!enquiry) return;
    this.tell("typing", enquiry.id);
    setTimeout(() => {
      const text = [
        "Any news on this please?",
        "Hello, is somebody there?",
        "Thank you",
        "I am at home all day tomorrow",
      ][Math.floor(Math.random() * 4)];
      enquiry.messages.push(message("in", "tenant", text, 0, { channel: enquiry.channel }));
      Object.assign(enquiry, { snippet: text, unread: true, unanswered_since: iso(Date.now()) });
      this.tell("enquiry", enquiry.id);
    }, 2500);
    const offer = this.rows.find((row) => row.offered_to_me);
    if (offer && Date.parse(offer.offer_expires) < Date.now()) offer.offer_expires = iso(Date.now() + 90_000);
  }

  trouble() {
    return [
      {
        at: before(22 * MINUTE),
        kind: "failed reply",
        detail: "The network could not reach this phone (30003).",
        enquiry: this.rows[2]?.id ?? null,
      },
      {
        at: before(130 * MINUTE),
        kind: "unreadable webhook",
        detail: "sms: field MessageSid is missing; kept raw as hook 8812.",
        enquiry: null,
      },
    ];
  }
}
