-- The line: who wrote, what they wrote, what we answered, and what we promised.
-- Instants are integer microseconds UTC. JSON is text. Words for states are those of model/.

CREATE TABLE person (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id   TEXT    NOT NULL UNIQUE,
  version     INTEGER NOT NULL DEFAULT 1,
  name        TEXT    NOT NULL DEFAULT '',
  tenancy     TEXT    NOT NULL DEFAULT '',
  language    TEXT    NOT NULL DEFAULT 'en',
  flags       TEXT    NOT NULL DEFAULT '[]',
  created_at  INTEGER NOT NULL
);
CREATE INDEX person_by_tenancy ON person (tenancy) WHERE tenancy <> '';

CREATE TABLE handle (
  channel       TEXT    NOT NULL,
  address       TEXT    NOT NULL,
  person        INTEGER NOT NULL REFERENCES person (id),
  opted_out_at  INTEGER,
  PRIMARY KEY (channel, address)
);

CREATE TABLE conversation (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id    TEXT    NOT NULL UNIQUE,
  version      INTEGER NOT NULL DEFAULT 1,
  channel      TEXT    NOT NULL,
  address      TEXT    NOT NULL,
  person       INTEGER NOT NULL REFERENCES person (id),
  seq          INTEGER NOT NULL DEFAULT 0,
  introduced   BOOLEAN NOT NULL DEFAULT FALSE,
  puzzled      INTEGER NOT NULL DEFAULT 0,
  run          TEXT,
  last_in_at   INTEGER,
  lease_token  TEXT,
  lease_until  INTEGER,
  created_at   INTEGER NOT NULL,
  UNIQUE (channel, address)
);

CREATE TABLE enquiry (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  reference         TEXT    NOT NULL UNIQUE,
  public_id         TEXT    NOT NULL UNIQUE,
  version           INTEGER NOT NULL DEFAULT 1,
  person            INTEGER NOT NULL REFERENCES person (id),
  conversation      INTEGER NOT NULL REFERENCES conversation (id),
  topic             TEXT    NOT NULL,
  state             TEXT    NOT NULL,
  priority          TEXT    NOT NULL,
  team              TEXT    NOT NULL,
  emergency         TEXT    NOT NULL DEFAULT '',
  level             TEXT,
  owner             INTEGER REFERENCES colleague (id),
  created_at        INTEGER NOT NULL,
  started_at        INTEGER NOT NULL,
  waiting_since     INTEGER,
  unanswered_since  INTEGER,
  closed_at         INTEGER,
  outcome           TEXT    NOT NULL DEFAULT '',
  summary           TEXT    NOT NULL DEFAULT '',
  skills            TEXT    NOT NULL DEFAULT '[]',
  language          TEXT    NOT NULL DEFAULT 'en',
  restricted        BOOLEAN NOT NULL DEFAULT FALSE,
  notice            TEXT    NOT NULL DEFAULT '',
  audit_seq         INTEGER NOT NULL DEFAULT 0,
  audit_head        TEXT    NOT NULL DEFAULT '',
  sealed_seq        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX enquiry_by_person ON enquiry (person, id);
CREATE INDEX enquiry_open ON enquiry (state, priority) WHERE state <> 'closed';
CREATE INDEX enquiry_of_owner ON enquiry (owner) WHERE state <> 'closed';
CREATE INDEX enquiry_unsealed ON enquiry (id) WHERE audit_seq > sealed_seq;

CREATE TABLE message (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id      TEXT    NOT NULL UNIQUE,
  conversation   INTEGER NOT NULL REFERENCES conversation (id),
  seq            INTEGER NOT NULL,
  direction      TEXT    NOT NULL,
  author         TEXT    NOT NULL,
  signed         TEXT    NOT NULL DEFAULT '',
  channel        TEXT    NOT NULL,
  -- the provider's id of an inbound message, or the client's own id of a colleague's reply
  provider_id    TEXT,
  text           TEXT    NOT NULL,
  buttons        TEXT    NOT NULL DEFAULT '[]',
  at             INTEGER NOT NULL,
  received_at    INTEGER NOT NULL,
  urgent         BOOLEAN NOT NULL DEFAULT FALSE,
  emergency      TEXT    NOT NULL DEFAULT '',
  late           BOOLEAN NOT NULL DEFAULT FALSE,
  enquiry        INTEGER REFERENCES enquiry (id),
  understanding  TEXT,
  handled_at     INTEGER,
  attempts       INTEGER NOT NULL DEFAULT 0,
  UNIQUE (conversation, seq),
  UNIQUE (channel, provider_id)
);
CREATE INDEX message_unhandled ON message (conversation, urgent, at, id) WHERE direction = 'in' AND handled_at IS NULL;
CREATE INDEX message_neglected ON message (id) WHERE direction = 'in' AND handled_at IS NULL;
CREATE INDEX message_by_enquiry ON message (enquiry, id) WHERE enquiry IS NOT NULL;

CREATE TABLE media (
  id            INTEGER PRIMARY KEY,
  public_id     TEXT    NOT NULL UNIQUE,
  message       INTEGER NOT NULL REFERENCES message (id),
  channel       TEXT    NOT NULL,
  url           TEXT    NOT NULL,
  content_type  TEXT    NOT NULL,
  state         TEXT    NOT NULL DEFAULT 'wanted',
  sha256        TEXT    NOT NULL DEFAULT '',
  bytes         INTEGER NOT NULL DEFAULT 0,
  attempts      INTEGER NOT NULL DEFAULT 0,
  next_at       INTEGER NOT NULL,
  error         TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX media_wanted ON media (next_at) WHERE state = 'wanted';
CREATE INDEX media_by_message ON media (message);

CREATE TABLE reply (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id     TEXT    NOT NULL UNIQUE,
  message       INTEGER NOT NULL REFERENCES message (id),
  conversation  INTEGER NOT NULL REFERENCES conversation (id),
  -- the inbound message it answers
  cause         INTEGER REFERENCES message (id),
  enquiry       INTEGER REFERENCES enquiry (id),
  part          INTEGER NOT NULL,
  author        TEXT    NOT NULL,
  channel       TEXT    NOT NULL,
  address       TEXT    NOT NULL,
  text          TEXT    NOT NULL,
  -- holds a one-time code: the text goes once a provider has it
  secret        BOOLEAN NOT NULL DEFAULT FALSE,
  buttons       TEXT    NOT NULL DEFAULT '[]',
  urgent        BOOLEAN NOT NULL DEFAULT FALSE,
  -- a number of model.message.Delivery
  state         INTEGER NOT NULL,
  attempts      INTEGER NOT NULL DEFAULT 0,
  next_at       INTEGER NOT NULL,
  lease_token   TEXT,
  lease_until   INTEGER,
  provider_id   TEXT,
  accepted_at   INTEGER,
  error         TEXT    NOT NULL DEFAULT '',
  created_at    INTEGER NOT NULL
);
CREATE INDEX reply_queued ON reply (urgent, next_at, id) WHERE state = 0;
CREATE INDEX reply_sending ON reply (lease_until) WHERE state = 10;
CREATE INDEX reply_under_way ON reply (conversation, id) WHERE state IN (0, 10);
CREATE INDEX reply_by_provider ON reply (channel, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX reply_by_message ON reply (message);
CREATE INDEX reply_by_cause ON reply (cause) WHERE cause IS NOT NULL;

-- receipts that match no reply yet
CREATE TABLE receipt (
  id           INTEGER PRIMARY KEY,
  channel      TEXT    NOT NULL,
  provider_id  TEXT    NOT NULL,
  state        INTEGER NOT NULL,
  error        TEXT    NOT NULL,
  at           INTEGER NOT NULL
);
CREATE INDEX receipt_waiting ON receipt (channel, provider_id);

CREATE TABLE clock (
  id           INTEGER PRIMARY KEY,
  enquiry      INTEGER NOT NULL REFERENCES enquiry (id),
  promise      TEXT    NOT NULL,
  started_at   INTEGER NOT NULL,
  due_at       INTEGER NOT NULL,
  alarm_at     INTEGER,
  warned       INTEGER NOT NULL DEFAULT 0,
  met_at       INTEGER,
  met_by       TEXT    NOT NULL DEFAULT '',
  -- the reply whose acceptance met it: should that fail, the clock runs again
  met_reply    INTEGER REFERENCES reply (id),
  breached_at  INTEGER
);
CREATE INDEX clock_by_enquiry ON clock (enquiry);
CREATE INDEX clock_alarm ON clock (alarm_at) WHERE alarm_at IS NOT NULL;
CREATE INDEX clock_met_reply ON clock (met_reply) WHERE met_reply IS NOT NULL;

CREATE TABLE effect (
  id            INTEGER PRIMARY KEY,
  key           TEXT    NOT NULL UNIQUE,
  conversation  INTEGER NOT NULL REFERENCES conversation (id),
  enquiry       INTEGER REFERENCES enquiry (id),
  kind          TEXT    NOT NULL,
  payload       TEXT    NOT NULL,
  -- ordered, delayed (told so once, tried on), done, refused
  state         TEXT    NOT NULL,
  result        TEXT    NOT NULL DEFAULT 'null',
  error         TEXT    NOT NULL DEFAULT '',
  attempts      INTEGER NOT NULL DEFAULT 0,
  next_at       INTEGER NOT NULL,
  lease_token   TEXT,
  lease_until   INTEGER,
  -- its news has not had a turn yet
  news          BOOLEAN NOT NULL DEFAULT FALSE,
  created_at    INTEGER NOT NULL
);
CREATE INDEX effect_open ON effect (next_at) WHERE state IN ('ordered', 'delayed');
CREATE INDEX effect_news ON effect (conversation) WHERE news;

CREATE TABLE audit (
  id        INTEGER PRIMARY KEY,
  enquiry   INTEGER NOT NULL REFERENCES enquiry (id),
  seq       INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  who       TEXT    NOT NULL,
  what      TEXT    NOT NULL,
  why       TEXT    NOT NULL,
  hash      TEXT    NOT NULL,
  UNIQUE (enquiry, seq)
);

CREATE TABLE seal (
  id        INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  -- JSON list of [enquiry, seq, head]
  heads     TEXT    NOT NULL,
  hash      TEXT    NOT NULL
);

CREATE TABLE note (
  id         INTEGER PRIMARY KEY,
  enquiry    INTEGER NOT NULL REFERENCES enquiry (id),
  colleague  INTEGER NOT NULL REFERENCES colleague (id),
  at         INTEGER NOT NULL,
  text       TEXT    NOT NULL
);
CREATE INDEX note_by_enquiry ON note (enquiry);

CREATE TABLE colleague (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id      TEXT    NOT NULL UNIQUE,
  name           TEXT    NOT NULL,
  email          TEXT    NOT NULL UNIQUE,
  password_hash  TEXT    NOT NULL,
  teams          TEXT    NOT NULL DEFAULT '[]',
  roles          TEXT    NOT NULL DEFAULT '[]',
  skills         TEXT    NOT NULL DEFAULT '{}',
  languages      TEXT    NOT NULL DEFAULT '["en"]',
  capacity       INTEGER NOT NULL DEFAULT 6,
  presence       TEXT    NOT NULL DEFAULT 'off',
  idle_since     INTEGER,
  -- offers let lapse in a row; two set them away
  lapses         INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE offer (
  id          INTEGER PRIMARY KEY,
  enquiry     INTEGER NOT NULL REFERENCES enquiry (id),
  colleague   INTEGER NOT NULL REFERENCES colleague (id),
  made_at     INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  outcome     TEXT    NOT NULL,
  why         TEXT    NOT NULL DEFAULT '',
  settled_at  INTEGER,
  reasons     TEXT    NOT NULL
);
CREATE UNIQUE INDEX offer_open ON offer (enquiry) WHERE outcome = 'open';
CREATE INDEX offer_expiring ON offer (expires_at) WHERE outcome = 'open';
CREATE INDEX offer_by_enquiry ON offer (enquiry, id);

CREATE TABLE session (
  token_hash  TEXT    PRIMARY KEY,
  colleague   INTEGER NOT NULL REFERENCES colleague (id),
  csrf        TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
);

-- counters that guard something: kept even when a turn is decided again
CREATE TABLE guard (
  subject      TEXT    PRIMARY KEY,
  failures     INTEGER NOT NULL,
  first_at     INTEGER NOT NULL,
  locked_until INTEGER
);

-- how far somebody has come in showing who they are; holds no fact, only which tenancies fit so far
CREATE TABLE identity (
  conversation   INTEGER PRIMARY KEY REFERENCES conversation (id),
  given          TEXT    NOT NULL DEFAULT '[]',
  fitting        TEXT    NOT NULL DEFAULT '[]',
  code_hash      TEXT    NOT NULL DEFAULT '',
  code_until     INTEGER,
  tenancy        TEXT    NOT NULL DEFAULT '',
  level          INTEGER NOT NULL DEFAULT 0,
  expires_at     INTEGER,
  -- the message whose try was counted last: deciding it again counts nothing
  last_message   INTEGER NOT NULL DEFAULT 0,
  updated_at     INTEGER NOT NULL
);

CREATE TABLE alarm (
  id         INTEGER PRIMARY KEY,
  public_id  TEXT    NOT NULL UNIQUE,
  enquiry    INTEGER NOT NULL REFERENCES enquiry (id),
  level      TEXT    NOT NULL,
  why        TEXT    NOT NULL,
  raised_at  INTEGER NOT NULL,
  seen_at    INTEGER,
  seen_by    INTEGER REFERENCES colleague (id)
);
CREATE INDEX alarm_unseen ON alarm (raised_at) WHERE seen_at IS NULL;
CREATE INDEX alarm_by_enquiry ON alarm (enquiry);

-- what could not be understood, parsed or answered: kept, shown to staff, replayable
CREATE TABLE trouble (
  id           INTEGER PRIMARY KEY,
  at           INTEGER NOT NULL,
  kind         TEXT    NOT NULL,
  channel      TEXT    NOT NULL DEFAULT '',
  detail       TEXT    NOT NULL,
  raw          BLOB,
  enquiry      INTEGER REFERENCES enquiry (id),
  settled_at   INTEGER
);
CREATE INDEX trouble_open ON trouble (at) WHERE settled_at IS NULL;

-- live updates: says what changed, never how
CREATE TABLE event (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  at       INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  enquiry  INTEGER
);

CREATE TABLE lease (
  name    TEXT    PRIMARY KEY,
  holder  TEXT    NOT NULL,
  token   INTEGER NOT NULL,
  until   INTEGER NOT NULL
);
