// The sandbox's side of the mock: phones whose texts get an answer.
import { iso, phones } from "./world.mjs";

export class Sandbox {
  threads = new Map();

  answer(request, url, body) {
    if (url.pathname === "/sandbox/phones") return [200, { phones, landlord_number: "+447700900800" }];
    const number = decodeURIComponent(url.pathname.split("/").pop());
    const thread = this.thread(number);
    if (request.method === "GET") {
      const after = Number(url.searchParams.get("after") ?? 0);
      return [200, { messages: thread.filter((text) => text.seq > after) }];
    }
    const sent = this.add(thread, "out", body.text, "delivered");
    const answer = this.add.bind(this, thread, "in");
    setTimeout(() => {
      const reply = answer(
        /gas/i.test(body.text)
          ? "Leave the home now and ring 0800 111 999. If somebody is in danger ring 999."
          : "Hello, this is the automated assistant of Harrow Vale Homes. To show you your balance I need to know who you are. What is your tenancy reference?",
        "sent",
      );
      setTimeout(() => (reply.state = "delivered"), 1500);
    }, 1200);
    return [200, { seq: sent.seq, status: 200 }];
  }

  thread(number) {
    if (!this.threads.has(number)) this.threads.set(number, []);
    return this.threads.get(number);
  }

  add(thread, direction, text, state) {
    const entry = { seq: thread.length + 1, direction, text, at: iso(Date.now()), state, media: [] };
    thread.push(entry);
    return entry;
  }
}
