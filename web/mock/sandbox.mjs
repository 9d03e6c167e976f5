// The sandbox's side of the mock: devices whose messages get an answer.
import { iso, phones } from "./world.mjs";

const CHANNELS = {
  sms: "+447700900800",
  whatsapp: "+447700900800",
  email: "enquiries@example.com",
  telegram: "@doorstep_sandbox_bot",
  messenger: "the landlord's page",
  instagram: "the landlord's account",
};

const addresses = (number) => ({
  sms: number,
  whatsapp: number,
  email: `tenant.${number.slice(-3)}@example.org`,
  telegram: `5550000${number.slice(-3)}`,
  messenger: `8880000000000${number.slice(-3)}`,
  instagram: `9990000000000${number.slice(-3)}`,
});
const person = (given) => ({
  tenancy: "",
  born: "",
  postcode: "",
  ...given,
  email: addresses(given.number).email,
  addresses: addresses(given.number),
});

export class Sandbox {
  threads = new Map();

  answer(request, url, body) {
    const [, , room, one, two] = url.pathname.split("/").map(decodeURIComponent);
    if (room === "people") return [200, this.people(one)];
    if (one === undefined) return [200, { newest: this.newest(url.searchParams) }];
    const thread = this.thread(one, two);
    if (request.method === "GET") {
      const after = Number(url.searchParams.get("after") ?? 0);
      return [200, { messages: thread.filter((entry) => entry.seq > after) }];
    }
    return this.written(thread, one, body);
  }

  people(number) {
    if (number === undefined) return { people: phones.map(person), channels: CHANNELS };
    const about = "Somebody whom the landlord does not know";
    return person(phones.find((one) => one.number === number) ?? { number, name: "A new number", about });
  }

  newest(asked) {
    return Object.fromEntries(
      [...asked].map(([channel, address]) => [
        channel,
        this.thread(channel, address).findLast(({ direction }) => direction === "in")?.seq ?? 0,
      ]),
    );
  }

  written(thread, channel, body) {
    const text = body.tapped ?? body.text;
    const subject = channel === "email" ? body.subject || "Re: Your enquiry" : "";
    const sent = this.add(thread, { direction: "out", text, subject, state: "delivered" });
    setTimeout(() => {
      const reply = this.add(thread, {
        direction: "in",
        text: /gas/i.test(text)
          ? "Leave the home now and ring 0800 111 999. If somebody is in danger ring 999."
          : "Hello, this is the automated assistant of Harrow Vale Homes. Is it about your rent?",
        subject: subject && "Re: Your enquiry",
        state: "sent",
        buttons: ["telegram", "messenger", "instagram"].includes(channel) ? ["Yes", "No"] : [],
      });
      setTimeout(() => (reply.state = "delivered"), 1500);
    }, 1200);
    return [200, { seq: sent.seq, status: 200 }];
  }

  thread(channel, address) {
    const key = `${channel} ${address}`;
    if (!this.threads.has(key)) this.threads.set(key, []);
    return this.threads.get(key);
  }

  add(thread, given) {
    const entry = { seq: thread.length + 1, at: iso(Date.now()), subject: "", buttons: [], ...given };
    thread.push(entry);
    return entry;
  }
}
