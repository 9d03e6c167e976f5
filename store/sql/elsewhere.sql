-- Replies that failed and whose person may be reached at another address. The emergency is that of the advice.
-- name: replies_elsewhere
SELECT r.id, r.public_id, r.conversation, r.channel, r.address, r.text, r.urgent, r.cause, r.enquiry, r.author,
       m.signed, m.emergency, m.provider_id AS origin, COALESCE(e.restricted, FALSE) AS restricted, p.flags
  FROM reply r JOIN message m ON m.id = r.message JOIN conversation c ON c.id = r.conversation
  JOIN person p ON p.id = c.person LEFT JOIN enquiry e ON e.id = r.enquiry
 WHERE r.elsewhere ORDER BY r.id LIMIT :most;

-- Where else but at the address of the first try, and of those since, the person of a conversation can be written to, and when they last wrote from there.
-- name: other_addresses
SELECT h.channel, h.address, h.opted_out_at,
       (SELECT MAX(t.last_in_at) FROM conversation t WHERE t.channel = h.channel AND t.address = h.address) AS last_in_at
  FROM conversation c JOIN handle h ON h.person = c.person
 WHERE c.id = :conversation AND (h.channel <> :channel OR h.address <> :address)
   AND NOT EXISTS (SELECT 1 FROM reply o
                    WHERE o.public_id = :first AND o.channel = h.channel AND o.address = h.address)
   AND NOT EXISTS (SELECT 1 FROM message m WHERE m.channel = h.channel AND m.provider_id = :origin || h.address)
 ORDER BY h.channel, h.address;

-- name: want_elsewhere!
UPDATE reply SET elsewhere = TRUE WHERE id = :id AND state = 50 AND NOT secret;

-- name: settle_elsewhere!
UPDATE reply SET elsewhere = FALSE WHERE id = :id AND elsewhere;
