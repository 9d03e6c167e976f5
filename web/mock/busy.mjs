// A day on which everything happens at once, for looking at: several alarms, forty enquiries, long names, clocks that ran out, a long thread.
import { before, due, enquiry, iso, me, message } from "./world.mjs";

const MINUTE = 60_000;
const LONG =
  "Oluwaseun Adebayo-Fitzwilliam-Carruthers and Anne-Marie Bartholomew-Llanfairpwllgwyngyll, joint tenants";
const NAMES = ["Dafydd Rees", "Marta Zielinska", "Chidi Okafor", "Ivy Tranter", "Sam Bowdler", LONG];
const TOPICS = ["Report a repair", "Rent balance", "Complaint", "Antisocial behaviour", "Moving home"];
const TEXTS = [
  "any news please",
  "the tap in the bathroom drips all night and it is driving us mad, can somebody come before Friday?",
  "hello?",
];
const KINDS = [
  ["gas", "Gas", "life", "really strong smell of gas in the kitchen"],
  ["fire", "Fire", "life", "smoke comes out of the socket behind the cooker and it is getting worse"],
  ["carbon_monoxide", "Carbon monoxide", "life", "alarm goes off"],
  ["flood", "Flood", "urgent", "water through the ceiling"],
  ["no_heating", "No heating, vulnerable person", "urgent", "no heating, 91, minus 3 outside"],
];

export function busy() {
  const emergencies = KINDS.map(([kind, label, level, words], n) =>
    enquiry({
      emergency: kind,
      emergency_label: label,
      level,
      priority: "emergency",
      unread: n % 2 === 0,
      due: due("Duty officer confirms the emergency", 9 + n, n === 1 ? -4 : 6 - n),
      person: { name: n === 1 ? LONG : NAMES[n] },
      messages: [message("in", "tenant", words, 9 + n, { urgent: true })],
    }),
  );
  const alarms = emergencies.map((row, n) => ({
    id: `a${n}`,
    enquiry: row.id,
    reference: row.reference,
    label: row.emergency_label,
    level: row.level,
    raised_at: before((9 + n) * MINUTE),
    why: KINDS[n][3],
    person: row.person.name,
  }));
  return { rows: [...emergencies, longThread(), ...offers(), ...rest()], alarms };
}

function longThread() {
  const said = Array.from({ length: 60 }, (_, n) =>
    n % 3 === 0
      ? message("in", "tenant", TEXTS[n % TEXTS.length] + " " + TEXTS[1].repeat(n % 4), 3000 - n * 49)
      : message("out", n % 3 === 1 ? "bot" : "colleague", "Thank you, we look into it.", 2998 - n * 49, {
          delivery: n === 59 ? "failed" : "delivered",
          error: n === 59 ? "The network could not reach this phone (30003)." : null,
        }),
  );
  said[54].hidden = true;
  said[54].text = "This belongs to another enquiry, which is not open to you.";
  return enquiry({
    owner: { id: me.id, name: me.name },
    state: "with_colleague",
    delivery_trouble: true,
    unread: true,
    due: { ...due("First answer from a colleague", 120, -60), met_at: before(20 * MINUTE) },
    person: { name: LONG, proven: false },
    messages: said,
    notice: "Opted out, perhaps meant to cancel; use another channel",
  });
}

const offers = () =>
  [1, 2].map((n) =>
    enquiry({
      state: "offered",
      offered_to_me: true,
      unread: true,
      offer_expires: iso(Date.now() + n * 50_000),
      topic_label: TOPICS[n + 2],
      person: { name: n === 1 ? LONG : NAMES[2] },
      messages: [message("in", "tenant", TEXTS[1], 5)],
    }),
  );

const rest = () =>
  Array.from({ length: 32 }, (_, n) =>
    enquiry({
      topic_label: TOPICS[n % TOPICS.length],
      owner: n % 4 === 0 ? { id: me.id, name: me.name } : null,
      state: n % 4 === 0 ? "with_colleague" : "waiting",
      channel: n % 3 === 0 ? "webchat" : "sms",
      unread: n % 3 === 1,
      due: due("First answer from a colleague", 30 + n, n < 7 ? -n * 9 - 1 : n * 3),
      person: { name: NAMES[n % NAMES.length] },
      messages: [message("in", "tenant", TEXTS[n % TEXTS.length], 20 + n)],
    }),
  );
