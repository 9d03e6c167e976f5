-- Ways to rows that were found by reading through all of their kind.

-- staff's troubles by kind and enquiry, while they are open
CREATE INDEX trouble_by_kind ON trouble (kind, enquiry) WHERE settled_at IS NULL;
-- what is offered to a colleague now
CREATE INDEX offer_open_to ON offer (colleague, id) WHERE outcome = 'open';
-- web chats by when they were begun; without the channel in it SQLite takes another index and reads all of them
DROP INDEX conversation_unused;
CREATE INDEX conversation_unused ON conversation (channel, created_at) WHERE channel = 'webchat';
