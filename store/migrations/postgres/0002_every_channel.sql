-- One address may have several threads; mail that must not be answered is known; what is fetched has a cursor.

ALTER TABLE conversation ADD COLUMN thread TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN unbroken BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation DROP CONSTRAINT conversation_channel_address_key;
ALTER TABLE conversation ADD CONSTRAINT conversation_channel_address_thread_key UNIQUE (channel, address, thread);

ALTER TABLE message ADD COLUMN whole TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN automatic TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN no_return BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE message ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- it comes from the address of its conversation; where it may not, that address shows nothing of who wrote it
ALTER TABLE message ADD COLUMN proven BOOLEAN NOT NULL DEFAULT TRUE;

CREATE INDEX reply_by_email ON reply (address, created_at) WHERE channel = 'email';

CREATE TABLE cursor (
  name   TEXT PRIMARY KEY,
  place  TEXT NOT NULL
);
