-- Rows are written for many turns at once and looked at by fewer indexes; uncertain sends are settled; processes are known.

DROP INDEX message_unhandled;
DROP INDEX message_neglected;
CREATE INDEX message_unhandled ON message (conversation, urgent DESC, at, id) WHERE direction = 'in' AND handled_at IS NULL;
CREATE INDEX message_urgent ON message (conversation) WHERE urgent AND direction = 'in' AND handled_at IS NULL;

-- how often it was not known whether the provider took it, and since when it is not
ALTER TABLE reply ADD COLUMN doubts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reply ADD COLUMN doubted_at INTEGER;
UPDATE reply SET next_at = COALESCE(lease_until, next_at) WHERE state = 10;
DROP INDEX reply_queued;
DROP INDEX reply_sending;
DROP INDEX reply_under_way;
DROP INDEX reply_by_cause;
ALTER TABLE reply DROP COLUMN lease_until;
CREATE INDEX reply_next ON reply (state, channel, urgent, next_at, id) WHERE state IN (0, 10, 20);
CREATE INDEX reply_under_way ON reply (conversation, urgent, id) WHERE state IN (0, 10, 20);
CREATE INDEX reply_by_cause ON reply (cause) WHERE urgent;
CREATE INDEX reply_held ON reply (channel, address) WHERE state = 5;

UPDATE effect SET next_at = lease_until WHERE lease_until > next_at;
ALTER TABLE effect DROP COLUMN lease_until;

DROP INDEX conversation_unused;
CREATE INDEX conversation_unused ON conversation (created_at) WHERE channel = 'webchat';
DROP INDEX clock_alarm;
CREATE INDEX clock_alarm ON clock (alarm_at, id) WHERE alarm_at IS NOT NULL;

-- processes that run; the lease tokens of one begin with its name
CREATE TABLE process (
  name   TEXT    PRIMARY KEY,
  until  INTEGER NOT NULL
);
