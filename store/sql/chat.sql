-- The web chat's side of a conversation: found by its address, read by sequence.

-- name: chat_conversation$
SELECT id FROM conversation WHERE channel = 'webchat' AND address = :address;

-- name: chat_messages
SELECT m.seq, m.author, m.signed, m.text, m.buttons, m.at, m.provider_id,
       m.seq = (SELECT MAX(n.seq) FROM message n WHERE n.conversation = :conversation AND n.author = 'bot') AS newest_of_bot
  FROM message m WHERE m.conversation = :conversation AND m.seq > :after ORDER BY m.seq LIMIT :most;

-- name: chat_unused
SELECT c.id, c.person, c.created_at FROM conversation c WHERE c.channel = 'webchat' AND c.seq = 0 AND c.created_at >= :after AND c.created_at < :before
 ORDER BY c.created_at LIMIT :most;

-- name: chat_forget_conversation!
DELETE FROM conversation WHERE id = :id AND seq = 0;

-- name: chat_forget_handle!
DELETE FROM handle WHERE person = :person AND channel = 'webchat';

-- name: chat_forget_person!
DELETE FROM person WHERE id = :person;
