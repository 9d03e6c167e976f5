// The web chat's side of the mock: a bot of few words. "person" brings Priya, "gas" the safety advice, "fail" a refusal.
import { randomUUID } from "node:crypto";
import { iso, LANDLORD } from "./world.mjs";

const BOT = "the automated assistant";

export class Chat {
  conversations = new Map();

  answer(request, url, body) {
    if (url.pathname === "/chat/session") return this.session(body?.token ?? null);
    const token = (request.headers.authorization ?? "").replace("Bearer ", "");
    const conversation = this.conversations.get(token);
    if (!conversation) return [401, { error: "This chat is not known here. Begin again." }];
    if (request.method === "GET") {
      const after = Number(url.searchParams.get("after") ?? 0);
      return [200, { messages: conversation.messages.filter((m) => m.seq > after) }];
    }
    if (!body?.text?.trim()) return [400, { error: "Write something first." }];
    return [200, { seq: this.say(conversation, body.id, body.text) }];
  }

  session(token) {
    if (token !== null && !this.conversations.has(token)) return [404, { error: "Begin anew." }];
    const own = token ?? randomUUID();
    if (token === null) {
      this.conversations.set(own, { messages: [], sockets: new Set(), ids: new Map() });
      this.add(this.conversations.get(own), "bot", "Hello. What can I help you with today?", [
        "Report a repair",
        "Rent balance",
        "Chase a repair",
        "Speak to a person",
      ]);
    }
    const { messages } = this.conversations.get(own);
    const disclosure = "You are writing with an automated assistant. You can ask for a person at any time.";
    return [200, { token: own, messages, landlord: LANDLORD, disclosure }];
  }

  connect(ws) {
    let conversation = null;
    ws.on("message", (data) => {
      const frame = JSON.parse(String(data));
      if (frame.type === "hello") {
        conversation = this.conversations.get(frame.token);
        if (!conversation) return ws.send(JSON.stringify({ type: "error", error: "Begin anew." }));
        conversation.sockets.add(ws);
        ws.send(
          JSON.stringify({
            type: "messages",
            messages: conversation.messages.filter((m) => m.seq > frame.after),
          }),
        );
      } else if (frame.type === "say" && conversation) {
        if (frame.text === "fail") {
          ws.send(
            JSON.stringify({
              type: "error",
              id: frame.id,
              error: "This is too long. Shorten it and try again.",
            }),
          );
        } else
          ws.send(
            JSON.stringify({
              type: "taken",
              id: frame.id,
              seq: this.say(conversation, frame.id, frame.text),
            }),
          );
      }
    });
    ws.on("close", () => conversation?.sockets.delete(ws));
  }

  say(conversation, id, text) {
    const known = conversation.ids.get(id);
    if (known) return known;
    const { seq } = this.add(conversation, "tenant", text, [], id);
    conversation.ids.set(id, seq);
    this.reply(conversation, text.toLowerCase());
    return seq;
  }

  reply(conversation, text) {
    const later = (ms, act) => setTimeout(act, ms);
    if (text.includes("gas")) {
      const advice =
        "Leave the home now. Do not touch switches or flames. Ring the National Gas Emergency line on 0800 111 999. If somebody is in danger ring 999.";
      return this.add(conversation, "bot", advice);
    }
    later(300, () => this.send(conversation, { type: "typing" }));
    if (text.includes("person")) {
      return later(1500, () =>
        this.add(
          conversation,
          "colleague",
          "Hello, this is Priya from Repairs. How can I help? More at https://www.example.org/repairs.",
          [],
          null,
          "Priya, Repairs",
        ),
      );
    }
    later(1200, () =>
      this.add(conversation, "bot", "Thank you. Which room is it in?", [
        "Kitchen",
        "Bathroom",
        "Somewhere else",
      ]),
    );
  }

  add(conversation, author, text, buttons = [], id = null, name = author === "bot" ? BOT : "") {
    const message = {
      seq: conversation.messages.length + 1,
      author,
      name,
      text,
      buttons,
      at: iso(Date.now()),
      id,
    };
    conversation.messages.push(message);
    this.send(conversation, { type: "messages", messages: [message] });
    return message;
  }

  send(conversation, frame) {
    for (const ws of conversation.sockets) ws.send(JSON.stringify(frame));
  }
}
