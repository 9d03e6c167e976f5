// A made-up landlord for looking at the pages: people, enquiries, messages. Numbers are Ofcom's drama range; names and streets are invented.

export const LANDLORD = "Harrow Vale Homes";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const iso = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
export const before = (ms) => iso(Date.now() - ms);

export const me = {
  id: "c-priya",
  name: "Priya Raman",
  first_name: "Priya",
  teams: ["repairs"],
  roles: ["colleague", "senior"],
  presence: "available",
  capacity: 6,
  load: 3,
  csrf: "mock-csrf",
  landlord: LANDLORD,
};

const TOM = { id: "c-tom", name: "Tom Ashdown" };
const AMARA = { id: "c-amara", name: "Amara Bello" };
const ME = { id: me.id, name: me.name };

export const phones = [
  [
    "+447700900101",
    "Joan Pettifer",
    "Rents at Mill Rise; behind with the rent by a little",
    "HV-20417",
    "1958-03-14",
    "TF9 4QX",
  ],
  ["+447700900102", "Darren Oakley", "Family of four, boiler trouble", "HV-20533", "1986-11-02", "TF9 4RB"],
  [
    "+447700900103",
    "Agnieszka Nowicka",
    "Shared owner, prefers Polish",
    "HV-31180",
    "1991-06-27",
    "SY13 7LD",
  ],
  [
    "+447700900104",
    "Winston Clarke",
    "82, lives alone, has a pull cord",
    "HV-10066",
    "1943-01-30",
    "TF9 4QZ",
  ],
].map(([number, name, about, tenancy, born, postcode]) => ({ number, name, about, tenancy, born, postcode }));

let counter = 400;
const number = () => ++counter;

export function message(direction, author, text, minutesAgo, more = {}) {
  const id = number();
  return {
    id: `m${id}`,
    seq: id,
    direction,
    author,
    name: { tenant: "", bot: "the automated assistant", colleague: "Priya, Repairs" }[author] ?? "",
    text,
    at: before(minutesAgo * MINUTE),
    channel: "sms",
    urgent: false,
    delivery: direction === "out" ? "delivered" : null,
    error: null,
    late: false,
    media: [],
    understanding: null,
    whole: "",
    automatic: "",
    note: "",
    hidden: false,
    failed: null,
    ...more,
  };
}

const tenancy = (reference, address, more = {}) => ({
  reference,
  tenure: "tenant",
  address,
  since: "2014-05-19",
  officer: "Tom Ashdown",
  vulnerabilities: [],
  holders: [],
  ...more,
});

export function due(
  label,
  startedMinutesAgo,
  dueInMinutes,
  state = dueInMinutes < 0 ? "breached" : "running",
  promise = "next_answer",
) {
  const gone = startedMinutesAgo / (startedMinutesAgo + dueInMinutes);
  return {
    promise,
    label,
    started: before(startedMinutesAgo * MINUTE),
    at: iso(Date.now() + dueInMinutes * MINUTE),
    state,
    met_at: state === "met" ? before(MINUTE) : null,
    warned: gone > 0.9 || dueInMinutes < 0 ? 3 : gone > 0.75 ? 2 : gone > 0.5 ? 1 : 0,
  };
}

export function enquiry(given) {
  const n = number();
  const { person, messages = [], ...row } = given;
  const incoming = messages.filter((m) => m.direction === "in");
  const panel = {
    name: person.name,
    channel: row.channel ?? "sms",
    address: "+44 7700 900" + String(n % 1000).padStart(3, "0"),
    proven: true,
    language: "en",
    flags: [],
    tenancy: null,
    rent: null,
    repairs: [],
    other_enquiries: [],
    records_down: false,
    ...person,
  };
  const started = messages[0]?.at ?? before(20 * MINUTE);
  return {
    id: `e${n}`,
    reference: "DS-" + ((n * 7919 + 38_000_000).toString(36).toUpperCase() + "QZ").slice(0, 6),
    topic: "repair_report",
    topic_label: "Report a repair",
    state: "waiting",
    priority: "normal",
    emergency: null,
    emergency_label: null,
    level: null,
    team: "repairs",
    owner: null,
    mine: row.owner?.id === me.id,
    offered_to_me: false,
    offer_expires: null,
    channel: "sms",
    snippet: incoming.at(-1)?.text ?? "",
    created_at: started,
    unanswered_since: incoming.at(-1)?.at ?? null,
    due: due("Answer by a person", 20, 40),
    acknowledged: { by: "bot", at: started },
    summary: "",
    notice: "",
    unread: false,
    delivery_trouble: false,
    messages,
    notes: [],
    clocks: [],
    person: panel,
    history: [],
    offer: null,
    why: null,
    subject: "",
    connected: !["phone", "counter"].includes(row.channel),
    window: null,
    ...row,
  };
}

const CLOCKS = (startedMinutes, ackMinutes, dueIn) => [
  {
    promise: "acknowledge",
    label: "Acknowledge within 1 hour",
    started_at: before(startedMinutes * MINUTE),
    due_at: iso(Date.now() + (60 - startedMinutes) * MINUTE),
    met_at: before((startedMinutes - ackMinutes) * MINUTE),
    met_by: "bot",
    breached_at: null,
    warned: 0,
  },
  {
    promise: "first_answer",
    label: "Answer by a person",
    started_at: before(startedMinutes * MINUTE),
    due_at: iso(Date.now() + dueIn * MINUTE),
    met_at: null,
    met_by: null,
    breached_at: dueIn < 0 ? iso(Date.now() + dueIn * MINUTE) : null,
    warned: 1,
  },
];

const WHY = {
  chosen: "Priya Raman",
  candidates: [
    { name: "Priya Raman", score: 8.4, parts: { skill: 3, patch: 2.5, load: 1.9, idle: 1 } },
    { name: "Amara Bello", score: 6.1, parts: { skill: 3, patch: 0, load: 2.6, idle: 0.5 } },
    { name: "Tom Ashdown", score: 3.2, parts: { skill: 1, patch: 2.5, load: -0.3, idle: 0 } },
  ],
  excluded: [
    { name: "Leon Marsh", because: "away since 13:10" },
    { name: "Sian Pryce", because: "not trained for repairs, level 2" },
  ],
};

const HISTORY = (minutes) => [
  { at: before(minutes * MINUTE), who: "the automated assistant", what: "opened", why: "first message" },
  {
    at: before((minutes - 1) * MINUTE),
    who: "the automated assistant",
    what: "handed over",
    why: "asked for a person",
  },
  {
    at: before((minutes - 1.5) * MINUTE),
    who: "router",
    what: "offered to Priya Raman",
    why: "best skill, own patch",
  },
  { at: before((minutes - 2) * MINUTE), who: "Priya Raman", what: "accepted", why: "" },
];

export function world() {
  const gas = enquiry({
    topic_label: "Report a repair",
    emergency: "gas",
    emergency_label: "Gas",
    level: "life",
    priority: "emergency",
    unread: true,
    due: due("Duty confirms within 15 minutes", 4, 11, "running", "duty"),
    summary:
      "Strong smell of gas in the kitchen since this morning. Safety advice given at once. Two small children at home.",
    person: {
      name: "Joan Pettifer",
      tenancy: tenancy("HV-20417", "14 Mill Rise, Prees Green, TF9 4QX", {
        holders: ["Joan Pettifer"],
        vulnerabilities: ["over_70"],
      }),
      rent: {
        balance_pence: 24_560,
        as_at: before(9 * HOUR),
        next_charge_pence: 11_842,
        next_charge_on: "2026-12-01",
      },
      flags: ["vulnerable"],
      repairs: [
        {
          reference: "R-88120",
          summary: "Boiler service",
          priority: "routine",
          status: "booked",
          due_on: "2026-12-09",
        },
      ],
    },
    messages: [
      message("in", "tenant", "theres a really strong smell of gas in my kitchen. started this morning", 4, {
        urgent: true,
        understanding: { topic: "repair_report", confidence: 0.97, emergency: "gas" },
      }),
      message(
        "out",
        "bot",
        "If you smell gas: open doors and windows, do not touch any switch, do not smoke. Leave the home and ring the National Gas Emergency line now on 0800 111 999. If anybody is in danger ring 999.",
        4,
        { urgent: true },
      ),
      message("in", "tenant", "ok we are outside with the kids", 2, { urgent: true }),
    ],
    clocks: CLOCKS(4, 0, 11),
    history: HISTORY(4).slice(0, 1),
  });
  const flood = enquiry({
    emergency: "flood",
    emergency_label: "Flood",
    level: "urgent",
    priority: "emergency",
    state: "with_colleague",
    owner: AMARA,
    due: due("Next answer", 18, -12),
    summary: "Water through the bathroom ceiling, cannot find the stopcock.",
    person: { name: "Darren Oakley", tenancy: tenancy("HV-20533", "3 Tanner's Yard, Wem Cross, TF9 4RB") },
    messages: [
      message("in", "tenant", "water pouring through bathroom ceiling cant find the stop tap", 30, {
        urgent: true,
      }),
      message(
        "out",
        "bot",
        "Turn off the stopcock, often under the kitchen sink. Keep away from lights and sockets that are wet.",
        30,
        { urgent: true },
      ),
      message("in", "tenant", "no its not there, its coming down the lights now", 18, { urgent: true }),
    ],
    clocks: CLOCKS(30, 0, -12),
    history: HISTORY(30),
  });
  const boiler = enquiry({
    owner: ME,
    state: "with_colleague",
    unread: true,
    due: due("Next answer", 41, 7),
    summary:
      "Boiler shows fault F28 and there is no hot water. Tried resetting it twice. Somebody is at home tomorrow after 10. Asked for a person because the last engineer did not come.",
    person: {
      name: "Kelechi Brandt",
      address: "+44 7700 900318",
      flags: ["language: German preferred"],
      tenancy: tenancy("HV-20871", "22 Orchard Bank, Prees Green, TF9 4QT", {
        holders: ["Kelechi Brandt", "Jonas Brandt"],
        vulnerabilities: ["respiratory", "under_5"],
      }),
      rent: {
        balance_pence: -1_200,
        as_at: before(9 * HOUR),
        next_charge_pence: 10_420,
        next_charge_on: "2026-12-01",
      },
      repairs: [
        {
          reference: "R-90211",
          summary: "Boiler: no hot water, fault F28",
          priority: "urgent",
          status: "missed appointment",
          due_on: "2026-11-21",
        },
        {
          reference: "R-87004",
          summary: "Kitchen tap dripping",
          priority: "routine",
          status: "done",
          due_on: "2026-09-30",
        },
      ],
      other_enquiries: [
        {
          id: "e9001",
          reference: "DS-4MX8QA",
          topic_label: "Rent balance",
          state: "closed",
          created_at: before(19 * DAY),
        },
      ],
    },
    messages: [
      message("in", "tenant", "Hi, boiler is showing F28 and no hot water since yesterday", 60 * 25),
      message(
        "out",
        "bot",
        "Hello, this is the automated assistant of Harrow Vale Homes. I am sorry to hear that. Have you tried resetting the boiler? Reply 1 for yes, 2 for no.",
        60 * 25 - 0.1,
      ),
      message("in", "tenant", "1", 60 * 25 - 2),
      message(
        "out",
        "bot",
        "Thank you. I have logged it as urgent, reference R-90211. An engineer comes on 21 November between 8 and 12.",
        60 * 25 - 2.2,
      ),
      message("in", "tenant", "nobody came this morning and I took time off work for it", 52, {
        understanding: { topic: "repair_status", confidence: 0.91, emergency: null },
      }),
      message("in", "tenant", "can I talk to a person please", 51.5, {
        understanding: { topic: "human", confidence: 0.99, emergency: null },
      }),
      message(
        "out",
        "bot",
        "Of course. I am passing you to a colleague with everything you told me. You hear from us within the hour.",
        51.4,
      ),
      message(
        "out",
        "colleague",
        "Hello, this is Priya from Repairs. I am sorry that nobody came. I am finding out why and will come back to you by 3 o'clock.",
        48,
        {
          delivery: "read",
        },
      ),
      message("in", "tenant", "sent this earlier but no signal: the display went blank too", 55, {
        late: true,
      }),
      message(
        "in",
        "tenant",
        "thank you. my little one has asthma and the flat is getting cold, so please hurry. photo of the display",
        41,
        {
          media: [{ url: null, type: "image/jpeg", state: "wanted" }],
        },
      ),
      message(
        "out",
        "colleague",
        "I have an engineer for you today between 4 and 6. Does that suit you?",
        39,
        {
          delivery: "failed",
          error: "The network could not reach this phone (30003).",
          failed: {
            again: true,
            opted_out: false,
            sent_by: null,
            elsewhere: [
              { channel: "email", address: "kelechi.brandt@example.org", opted_out: false, open: true },
              { channel: "whatsapp", address: "+447700900318", opted_out: true, open: false },
            ],
          },
        },
      ),
    ],
    notes: [
      {
        at: before(46 * MINUTE),
        who: "Priya Raman",
        text: "Rang the contractor: van broke down, nobody told us. Asked for a slot today.\nIf there is none by 14:30 use the out-of-hours team.",
      },
      {
        at: before(44 * MINUTE),
        who: "Tom Ashdown",
        text: "Asthma in the household, see tenancy. Please treat as vulnerable.",
      },
    ],
    clocks: CLOCKS(52, 0.1, 7),
    history: HISTORY(52),
    why: WHY,
    delivery_trouble: true,
  });
  const offered = enquiry({
    topic_label: "Damp and mould",
    topic: "damp_mould",
    state: "offered",
    mine: false,
    offered_to_me: true,
    offer_expires: iso(Date.now() + 75_000),
    unread: true,
    channel: "webchat",
    due: due("Answer by a person", 22, 38),
    summary:
      "Black mould around the bedroom window, spreading since October. One child with asthma. Photos promised.",
    person: {
      name: "Agnieszka Nowicka",
      address: "web chat",
      language: "pl",
      flags: ["language: Polish"],
      tenancy: tenancy("HV-31180", "Flat 7, Ferry House, Ellin Road, SY13 7LD", { tenure: "shared_owner" }),
    },
    messages: [
      message(
        "in",
        "tenant",
        "hello there is black mould round my bedroom window and it is coming back every time i clean",
        22,
        { channel: "webchat" },
      ),
      message(
        "out",
        "bot",
        "Hello, I am the automated assistant. Is anybody in the home ill, very young or over 70?",
        22,
        { channel: "webchat" },
      ),
      message("in", "tenant", "my son is 4 and has asthma", 21, { channel: "webchat" }),
      message(
        "out",
        "bot",
        "Thank you. I am asking a colleague to take this on. They see everything you wrote.",
        21,
        { channel: "webchat" },
      ),
    ],
    clocks: CLOCKS(22, 0, 38),
    history: HISTORY(22).slice(0, 3),
    why: WHY,
    offer: { id: "o1", expires_at: iso(Date.now() + 75_000) },
  });
  const rows = [
    gas,
    flood,
    boiler,
    offered,
    enquiry({
      topic_label: "Complaint",
      topic: "complaint",
      team: "complaints",
      priority: "high",
      unread: true,
      due: due("Answer by a person", 95, -35),
      person: { name: "Marlon Teague", tenancy: tenancy("HV-19022", "8 Sexton Row, Market Hollow, TF9 2LA") },
      messages: [
        message(
          "in",
          "tenant",
          "Third time I am writing about the broken entry door. Absolutely fed up, I want to make a formal complaint.",
          95,
        ),
      ],
      clocks: CLOCKS(95, 0, -35),
      acknowledged: null,
      summary: "Communal entry door at Sexton Row does not lock. Third contact in five weeks.",
    }),
    enquiry({
      topic_label: "Arrears help",
      topic: "arrears_help",
      team: "income",
      owner: ME,
      state: "with_colleague",
      due: due("Next answer", 30, 24),
      person: {
        name: "Beth Corrigan",
        tenancy: tenancy("HV-20999", "51 Mill Rise, Prees Green, TF9 4QX", { holders: ["Beth Corrigan"] }),
        rent: {
          balance_pence: 61_233,
          as_at: before(9 * HOUR),
          next_charge_pence: 11_842,
          next_charge_on: "2026-12-01",
        },
      },
      messages: [
        message(
          "in",
          "tenant",
          "my hours have been cut and i cant pay the full rent this month, what can i do",
          33,
        ),
        message(
          "out",
          "colleague",
          "Hello Beth, thank you for telling us early. Can you say what you could manage?",
          31,
        ),
        message("in", "tenant", "maybe 60 a week until january", 30),
      ],
      clocks: CLOCKS(33, 0, 24),
      history: HISTORY(33),
    }),
    enquiry({
      topic_label: "Antisocial behaviour",
      topic: "asb",
      team: "neighbourhoods",
      due: due("Answer by a person", 12, 48),
      unread: true,
      channel: "webchat",
      person: { name: "Web chat visitor", proven: false, address: "web chat" },
      messages: [
        message("in", "tenant", "the people upstairs are drilling at 2am again, third night", 12, {
          channel: "webchat",
        }),
      ],
      clocks: CLOCKS(12, 0, 48),
    }),
    enquiry({
      topic_label: "Service charge",
      topic: "service_charge",
      team: "home ownership",
      due: due("Answer by a person", 40, 20),
      person: {
        name: "Imran Whitlock",
        tenancy: tenancy("HV-31244", "Flat 2, Ferry House, Ellin Road, SY13 7LD", { tenure: "leaseholder" }),
        records_down: true,
      },
      messages: [
        message(
          "in",
          "tenant",
          "Why has the cleaning charge doubled? Nobody has cleaned the stairs since August.",
          40,
        ),
      ],
      clocks: CLOCKS(40, 0, 20),
    }),
    enquiry({
      topic_label: "Repair appointment",
      topic: "repair_appointment",
      notice: "Opted out, perhaps meant to cancel; use another channel",
      due: due("Answer by a person", 8, 52),
      person: { name: "+44 7700 900•••", proven: false },
      messages: [message("in", "tenant", "CANCEL", 8)],
      clocks: CLOCKS(8, 0, 52),
    }),
    enquiry({
      topic_label: "Pets and permission",
      topic: "permission",
      owner: TOM,
      state: "with_colleague",
      team: "neighbourhoods",
      due: due("Next answer", 3, 0, "met"),
      unanswered_since: null,
      person: { name: "Gwen Lathbury", tenancy: tenancy("HV-10220", "1 Glebe Cottages, Wem Cross, TF9 4RJ") },
      messages: [
        message("in", "tenant", "Can I get a small dog?", 60),
        message("out", "colleague", "Hello Gwen, yes in a house you may. I have sent you the form.", 5, {
          name: "Tom, Neighbourhoods",
        }),
      ],
      clocks: CLOCKS(50, 0, 10),
    }),
    enquiry({
      topic_label: "Rent balance",
      topic: "rent_balance",
      state: "with_bot",
      team: "income",
      due: due("Acknowledge", 2, 0, "met"),
      person: { name: "Winston Clarke", proven: false },
      messages: [
        message("in", "tenant", "how much do i owe", 2),
        message("out", "bot", "I can look that up. What is your tenancy reference?", 2),
      ],
    }),
    enquiry({
      topic_label: "Estate",
      topic: "estate",
      owner: ME,
      state: "with_colleague",
      channel: "email",
      subject: "Re: Bins behind Ferry House, third time",
      due: due("Next answer", 30, 95),
      person: {
        name: "Maureen Tilley",
        proven: false,
        channel: "email",
        address: "maureen.tilley@example.org",
      },
      messages: [
        message("out", "bot", "Thank you for writing. We have your message about the bins.", 70, {
          channel: "email",
        }),
        message("in", "tenant", "I am away until Monday and cannot read this.", 69, {
          channel: "email",
          automatic: "an automatic reply",
        }),
        message(
          "in",
          "tenant",
          "The bins behind the house were not emptied again. There are rats now, and the children play there.\n\nMaureen Tilley",
          30,
          {
            channel: "email",
            note: "2 attachments were left out: larger than 25 MB",
            whole:
              "The bins behind the house were not emptied again. There are rats now, and the children play there.\n\nMaureen Tilley\n\n-- \nSent from my tablet\n\nOn Monday you wrote:\n> Thank you for writing. We have your message about the bins.",
          },
        ),
      ],
      clocks: CLOCKS(30, 1, 95),
    }),
    enquiry({
      topic_label: "Repair: chasing",
      topic: "repair_status",
      owner: ME,
      state: "with_colleague",
      channel: "whatsapp",
      window: { until: iso(Date.now() + 100 * MINUTE) },
      due: due("Next answer", 15, 110),
      person: { name: "Delroy Amos", channel: "whatsapp", address: "+447700900327" },
      messages: [message("in", "tenant", "When is the plumber coming back?", 15, { channel: "whatsapp" })],
      clocks: CLOCKS(15, 1, 110),
    }),
    enquiry({
      topic_label: "Parking",
      topic: "estate",
      owner: ME,
      state: "with_colleague",
      channel: "phone",
      due: due("First answer", 10, 130),
      person: { name: "Hetty Lowe", channel: "phone", address: "+447700900331" },
      messages: [
        message(
          "in",
          "colleague",
          "Asks who may park in front of number 6. Wants to be rung back after 5.",
          10,
          {
            channel: "phone",
            name: "Priya Raman",
            note: "Rang for 12 s. Lasted 3 min 10 s",
          },
        ),
      ],
      clocks: CLOCKS(10, 0, 130),
    }),
    enquiry({
      topic_label: "Adaptations",
      topic: "adaptations",
      due: due("Answer by a person", 60, 4 * 60),
      person: { name: "Doreen Ackley" },
      messages: [message("in", "tenant", "The OT said I need a rail by the bath, who do I ask?", 60)],
    }),
    enquiry({
      topic_label: "Transfer",
      topic: "transfer",
      team: "lettings",
      due: due("Answer by a person", 150, 26 * 60),
      person: { name: "Yusuf Harland" },
      messages: [
        message("in", "tenant", "We are five in a two bed flat, how do we go on the list to move", 150),
      ],
    }),
  ];
  const alarms = [
    {
      id: "a1",
      enquiry: gas.id,
      reference: gas.reference,
      label: "Gas",
      level: "life",
      raised_at: before(4 * MINUTE),
      why: "strong smell of gas in kitchen",
      person: "Joan Pettifer, 14 Mill Rise",
    },
  ];
  return { rows, alarms };
}
