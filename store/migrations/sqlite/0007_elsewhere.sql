-- A reply that failed is to be sent to another address of the person.
ALTER TABLE reply ADD COLUMN elsewhere BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX reply_elsewhere ON reply (id) WHERE elsewhere;
