-- How long callers waited: from the telephony's export, or as colleagues logged it. Who rang is not kept here.

CREATE TABLE phone_call (
  id            INTEGER PRIMARY KEY,
  -- the same call twice is one: a digest of the export's line, or the id under which it was logged
  key           TEXT    NOT NULL UNIQUE,
  started_at    INTEGER NOT NULL,
  rang_seconds  INTEGER NOT NULL,
  answered      BOOLEAN NOT NULL,
  queue         TEXT    NOT NULL DEFAULT '',
  -- a colleague logged it; it does not stand in an export
  logged        BOOLEAN NOT NULL
);
CREATE INDEX phone_call_by_time ON phone_call (started_at);
