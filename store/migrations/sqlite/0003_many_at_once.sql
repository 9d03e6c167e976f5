-- Rows are written for many turns at once and looked at by fewer indexes; uncertain sends are settled; processes are known.

DROP INDEX message_unhandled;
DROP INDEX message_neglected;
CREATE INDEX message_unhandled ON message (conversation, urgent DESC, at, id) WHERE direction = 'in' AND handled_at IS NULL;
CREATE INDEX message_urgent ON message (conversation) WHERE urgent AND direction = 'in' AND handled_at IS NULL;

-- A reply refers to its message; what else it names is that message's, and is not looked up again for every row.
CREATE TABLE reply_next (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id     TEXT    NOT NULL UNIQUE,
  message       INTEGER NOT NULL REFERENCES message (id),
  conversation  INTEGER NOT NULL,
  -- the inbound message it answers
  cause         INTEGER,
  enquiry       INTEGER,
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
  -- when it is looked at again: queued, when it may go; sending, when the lease ends; uncertain, when to settle it
  next_at       INTEGER NOT NULL,
  lease_token   TEXT,
  provider_id   TEXT,
  accepted_at   INTEGER,
  error         TEXT    NOT NULL DEFAULT '',
  created_at    INTEGER NOT NULL,
  -- how often it was not known whether the provider took it, and since when it is not
  doubts        INTEGER NOT NULL DEFAULT 0,
  doubted_at    INTEGER
);
INSERT INTO reply_next
SELECT id, public_id, message, conversation, cause, enquiry, part, author, channel, address, text, secret, buttons, urgent,
       state, attempts, CASE WHEN state = 10 THEN COALESCE(lease_until, next_at) ELSE next_at END, lease_token, provider_id,
       accepted_at, error, created_at, 0, NULL
  FROM reply;
DROP TABLE reply;
ALTER TABLE reply_next RENAME TO reply;
CREATE INDEX reply_next ON reply (state, channel, urgent, next_at, id) WHERE state IN (0, 10, 20);
CREATE INDEX reply_under_way ON reply (conversation, urgent, id) WHERE state IN (0, 10, 20);
CREATE INDEX reply_by_provider ON reply (channel, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX reply_by_message ON reply (message);
CREATE INDEX reply_by_cause ON reply (cause) WHERE urgent;
CREATE INDEX reply_by_enquiry ON reply (enquiry, id) WHERE enquiry IS NOT NULL;
CREATE INDEX reply_held ON reply (channel, address) WHERE state = 5;

UPDATE effect SET next_at = lease_until WHERE lease_until > next_at;
ALTER TABLE effect DROP COLUMN lease_until;
CREATE INDEX effect_by_conversation ON effect (conversation);

DROP INDEX conversation_unused;
CREATE INDEX conversation_unused ON conversation (created_at) WHERE channel = 'webchat';
CREATE INDEX conversation_of_person ON conversation (person);
CREATE INDEX handle_of_person ON handle (person);
DROP INDEX enquiry_by_conversation;
CREATE INDEX enquiry_by_conversation ON enquiry (conversation);
DROP INDEX clock_alarm;
CREATE INDEX clock_alarm ON clock (alarm_at, id) WHERE alarm_at IS NOT NULL;

-- processes that run; the lease tokens of one begin with its name
CREATE TABLE process (
  name   TEXT    PRIMARY KEY,
  until  INTEGER NOT NULL
);
