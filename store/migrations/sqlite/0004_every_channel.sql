-- One address may have several threads; mail that must not be answered is known; what is fetched has a cursor.

CREATE TABLE conversation_next (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id    TEXT    NOT NULL UNIQUE,
  version      INTEGER NOT NULL DEFAULT 1,
  channel      TEXT    NOT NULL,
  address      TEXT    NOT NULL,
  -- which of the address's threads, and what it is about; empty where it has one
  thread       TEXT    NOT NULL DEFAULT '',
  subject      TEXT    NOT NULL DEFAULT '',
  person       INTEGER NOT NULL REFERENCES person (id),
  seq          INTEGER NOT NULL DEFAULT 0,
  introduced   BOOLEAN NOT NULL DEFAULT FALSE,
  puzzled      INTEGER NOT NULL DEFAULT 0,
  -- the bot's replies in a row since a person last wrote here
  unbroken     INTEGER NOT NULL DEFAULT 0,
  run          TEXT,
  last_in_at   INTEGER,
  lease_token  TEXT,
  lease_until  INTEGER,
  created_at   INTEGER NOT NULL,
  UNIQUE (channel, address, thread)
);
INSERT INTO conversation_next (id, public_id, version, channel, address, person, seq, introduced, puzzled, run,
                               last_in_at, lease_token, lease_until, created_at)
SELECT id, public_id, version, channel, address, person, seq, introduced, puzzled, run, last_in_at, lease_token,
       lease_until, created_at
  FROM conversation;
DROP TABLE conversation;
ALTER TABLE conversation_next RENAME TO conversation;
CREATE INDEX conversation_unused ON conversation (created_at) WHERE channel = 'webchat';
CREATE INDEX conversation_of_person ON conversation (person);

-- the message as it came, where `text` is only what is new in it
ALTER TABLE message ADD COLUMN whole TEXT NOT NULL DEFAULT '';
-- why it must not be answered by itself
ALTER TABLE message ADD COLUMN automatic TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN no_return BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE message ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- it comes from the address of its conversation; where it may not, that address shows nothing of who wrote it
ALTER TABLE message ADD COLUMN proven BOOLEAN NOT NULL DEFAULT TRUE;

CREATE INDEX reply_by_email ON reply (address, created_at) WHERE channel = 'email';

-- how far a channel that is fetched from has been read
CREATE TABLE cursor (
  name   TEXT PRIMARY KEY,
  place  TEXT NOT NULL
);
