-- Replies that failed and are tried again, or sent to another address of the person, by a colleague.

-- name: failed_parts
SELECT r.id, r.public_id, r.channel, r.address, r.urgent, r.secret, m.id AS message, m.text, m.author, m.signed,
       m.emergency, p.flags
  FROM message m JOIN reply r ON r.message = m.id JOIN conversation c ON c.id = m.conversation
  JOIN person p ON p.id = c.person
 WHERE m.public_id = :message AND r.enquiry = :enquiry AND r.state = 50 ORDER BY r.part FOR UPDATE OF r;

-- It is said now, and tried for as long as anything that is said now.
-- name: requeue_replies!
UPDATE reply SET state = 0, created_at = :now, attempts = 0, doubts = 0, doubted_at = NULL, next_at = :now, lease_token = NULL,
       provider_id = NULL, accepted_at = NULL, error = '', elsewhere = FALSE
 WHERE id IN (:ids*) AND state = 50;

-- name: keep_from_elsewhere!
UPDATE reply SET elsewhere = FALSE WHERE id IN (:ids*);

-- What failed is in hand once the message is on its way again and no other reply of the enquiry has failed.
-- name: settle_reply_troubles!
UPDATE trouble SET settled_at = :now
 WHERE settled_at IS NULL AND kind = 'reply' AND enquiry = :enquiry
   AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.enquiry = :enquiry AND r.state = 50 AND r.message <> :message);

-- name: ways_to
SELECT ways.* FROM (
  SELECT h.channel, h.address, h.opted_out_at,
         (SELECT MAX(c.last_in_at) FROM conversation c WHERE c.channel = h.channel AND c.address = h.address) AS last_in_at
    FROM handle h WHERE h.person = :person) ways
 ORDER BY last_in_at IS NULL, last_in_at DESC, channel, address;

-- name: latest_conversation^
SELECT id FROM conversation WHERE channel = :channel AND address = :address
 ORDER BY COALESCE(last_in_at, 0) DESC, id DESC LIMIT 1;

-- name: sent_elsewhere
SELECT channel, provider_id FROM message WHERE enquiry = :enquiry AND direction = 'out' AND substr(provider_id, 1, 10) = 'elsewhere:';
