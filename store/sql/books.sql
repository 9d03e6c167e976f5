-- What must hold of everything that is stored, once it is at rest. Each query gives the rows that break one rule, of those
-- whose id is above :after and up to :until; the sentence that goes with it stands in store/books.py.

-- name: books_no_turn
SELECT m.id FROM message m
 WHERE m.id > :after AND m.id <= :until AND m.direction = 'in' AND m.handled_at IS NULL;

-- name: books_not_claimed
SELECT m.id FROM message m
 WHERE m.id > :after AND m.id <= :until AND m.direction = 'in' AND m.handled_at IS NOT NULL AND m.attempts < 1;

-- What a turn says is written when its message is handled, advice when its message is received; a second turn leaves what
-- the first one said behind.
-- name: books_second_turn
SELECT r.id, m.id AS message FROM reply r JOIN message m ON m.id = r.cause
 WHERE r.id > :after AND r.id <= :until
   AND NOT (r.created_at = m.handled_at OR (r.urgent AND r.created_at = m.received_at));

-- name: books_opened_by_none
SELECT e.id FROM enquiry e
 WHERE e.id > :after AND e.id <= :until
   AND NOT EXISTS (SELECT 1 FROM message m WHERE m.enquiry = e.id AND m.direction = 'in' AND m.at = e.started_at);

-- name: books_opened_twice
SELECT m.id, COUNT(*) AS enquiries FROM message m JOIN conversation c ON c.id = m.conversation
  JOIN enquiry e ON e.person = c.person AND e.conversation = c.id AND e.started_at = m.at
 WHERE m.id > :after AND m.id <= :until AND m.direction = 'in'
 GROUP BY m.id, m.conversation, m.at
HAVING COUNT(*) > (SELECT COUNT(*) FROM message b
                    WHERE b.conversation = m.conversation AND b.direction = 'in' AND b.at = m.at);

-- name: books_somebody_elses
SELECT m.id, m.enquiry FROM message m JOIN enquiry e ON e.id = m.enquiry JOIN conversation c ON c.id = m.conversation
 WHERE m.id > :after AND m.id <= :until AND e.person <> c.person;

-- name: books_not_advised
SELECT m.id FROM message m
 WHERE m.id > :after AND m.id <= :until AND m.direction = 'in' AND m.urgent
   AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.cause = m.id AND r.urgent)
   AND NOT EXISTS (SELECT 1 FROM message o JOIN reply r ON r.message = o.id
                    WHERE o.conversation = m.conversation AND r.urgent AND o.emergency = m.emergency
                      AND r.accepted_at BETWEEN m.received_at - 600000000 AND m.received_at);

-- A message that was here before another, and is no later by the provider's time, has its turn no later. Urgent ones go
-- first; :seq is given in the order of commits.
-- name: books_out_of_order
SELECT m.id, MIN(b.id) AS before FROM message m JOIN message b ON b.conversation = m.conversation AND b.seq < m.seq
 WHERE m.id > :after AND m.id <= :until AND m.direction = 'in' AND b.direction = 'in' AND NOT m.urgent AND NOT b.urgent
   AND b.at <= m.at AND b.handled_at > m.handled_at
 GROUP BY m.id;

-- name: books_not_flagged_late
SELECT m.id FROM message m
 WHERE m.id > :after AND m.id <= :until AND m.direction = 'in' AND NOT m.late AND m.at < m.received_at
   AND EXISTS (SELECT 1 FROM message b WHERE b.conversation = m.conversation AND b.seq < m.seq AND b.direction = 'in'
                  AND b.at > m.at AND b.handled_at < m.received_at);

-- name: books_flagged_late
SELECT m.id FROM message m
 WHERE m.id > :after AND m.id <= :until AND m.late
   AND NOT EXISTS (SELECT 1 FROM message b WHERE b.conversation = m.conversation AND b.seq < m.seq AND b.direction = 'in'
                      AND b.at > m.at);

-- name: books_not_rising
SELECT m.id, m.conversation FROM message m
 WHERE m.id > :after AND m.id <= :until
   AND (SELECT b.id FROM message b WHERE b.conversation = m.conversation AND b.seq < m.seq
         ORDER BY b.seq DESC LIMIT 1) > m.id;

-- name: books_same_number
SELECT m.id, m.conversation FROM message m
 WHERE m.id > :after AND m.id <= :until
   AND EXISTS (SELECT 1 FROM message b WHERE b.conversation = m.conversation AND b.seq = m.seq AND b.id < m.id);

-- name: books_number_behind
SELECT c.id FROM conversation c
 WHERE c.id > :after AND c.id <= :until
   AND c.seq < (SELECT MAX(m.seq) FROM message m WHERE m.conversation = c.id);

-- name: books_parts
SELECT m.id FROM message m LEFT JOIN reply r ON r.message = m.id
 WHERE m.id > :after AND m.id <= :until AND m.direction = 'out'
 GROUP BY m.id, m.text
HAVING COUNT(r.id) = 0 OR MIN(r.part) <> 1 OR MAX(r.part) <> COUNT(r.id) OR COUNT(DISTINCT r.part) <> COUNT(r.id)
    OR (MAX(CASE WHEN r.secret THEN 1 ELSE 0 END) = 0
        AND length(m.text) <> SUM(length(r.text)) + 2 * (COUNT(r.id) - 1));

-- name: books_astray
SELECT r.id FROM reply r JOIN message m ON m.id = r.message
 WHERE r.id > :after AND r.id <= :until
   AND (r.conversation <> m.conversation OR m.direction <> 'out' OR COALESCE(r.enquiry, 0) <> COALESCE(m.enquiry, 0));

-- name: books_same_text
SELECT r.id, MIN(b.id) AS other FROM reply r JOIN reply b ON b.channel = r.channel AND b.provider_id = r.provider_id
 WHERE r.id > :after AND r.id <= :until AND b.id < r.id
 GROUP BY r.id;

-- name: books_not_sent
SELECT r.id, r.state FROM reply r WHERE r.id > :after AND r.id <= :until AND r.state IN (0, 10, 20);

-- name: books_held
SELECT r.id FROM reply r JOIN handle h ON h.channel = r.channel AND h.address = r.address
 WHERE r.id > :after AND r.id <= :until AND r.state = 5 AND h.opted_out_at IS NULL;

-- name: books_receipt_left
SELECT t.id, r.id AS reply FROM receipt t JOIN reply r ON r.channel = t.channel AND r.provider_id = t.provider_id
 WHERE t.id > :after AND t.id <= :until;

-- name: books_effect_open
SELECT f.id FROM effect f WHERE f.id > :after AND f.id <= :until AND (f.state IN ('ordered', 'delayed') OR f.news);

-- name: books_leased
SELECT c.id FROM conversation c WHERE c.id > :after AND c.id <= :until AND c.lease_until > :now;

-- name: books_clock_lost
SELECT e.id FROM enquiry e
 WHERE e.id > :after AND e.id <= :until
   AND NOT EXISTS (SELECT 1 FROM clock k WHERE k.enquiry = e.id AND k.promise = 'acknowledge'
                      AND k.started_at = e.started_at);

-- A clock starts with a message and is as long as what was promised.
-- name: books_clock_moved
SELECT k.id, k.enquiry FROM clock k JOIN enquiry e ON e.id = k.enquiry
 WHERE k.id > :after AND k.id <= :until AND k.promise = 'acknowledge'
   AND (k.due_at <> k.started_at + :length
        OR NOT EXISTS (SELECT 1 FROM message m WHERE m.enquiry = e.id AND m.direction = 'in' AND m.at = k.started_at));

-- Whoever rings or comes is acknowledged by being answered.
-- name: books_met_by_none
SELECT k.id, k.enquiry FROM clock k LEFT JOIN reply r ON r.id = k.met_reply
 WHERE k.id > :after AND k.id <= :until AND k.met_at IS NOT NULL
   AND k.promise IN ('acknowledge', 'first_answer', 'next_answer')
   AND (r.id IS NULL OR r.accepted_at IS NULL OR r.state = 50 OR COALESCE(r.enquiry, 0) <> k.enquiry)
   AND NOT EXISTS (SELECT 1 FROM message m WHERE m.enquiry = k.enquiry AND m.channel IN ('phone', 'counter')
                      AND m.author = 'colleague' AND m.at = k.started_at AND k.promise = 'acknowledge');

-- name: books_met_too_early
SELECT k.id, k.enquiry FROM clock k LEFT JOIN reply r ON r.id = k.met_reply
 WHERE k.id > :after AND k.id <= :until AND (k.met_at < k.started_at OR k.met_at < r.accepted_at);

-- The answer to the message that started a clock was accepted, and the clock runs on.
-- name: books_not_met
SELECT k.id, k.enquiry, MIN(r.id) AS reply FROM clock k
  JOIN message m ON m.enquiry = k.enquiry AND m.at = k.started_at AND m.direction = 'in'
  JOIN reply r ON r.cause = m.id AND r.enquiry = k.enquiry
 WHERE k.id > :after AND k.id <= :until AND k.promise = 'acknowledge' AND k.met_at IS NULL
   AND r.accepted_at IS NOT NULL AND r.state <> 50
 GROUP BY k.id, k.enquiry;

-- name: books_mute_clock
SELECT k.id, k.enquiry FROM clock k JOIN enquiry e ON e.id = k.enquiry
 WHERE k.id > :after AND k.id <= :until AND e.state <> 'closed'
   AND k.met_at IS NULL AND k.breached_at IS NULL AND k.alarm_at IS NULL;

-- name: books_offers
SELECT e.id, e.state, COUNT(o.id) AS offers FROM enquiry e LEFT JOIN offer o ON o.enquiry = e.id AND o.outcome = 'open'
 WHERE e.id > :after AND e.id <= :until
 GROUP BY e.id, e.state HAVING COUNT(o.id) <> CASE e.state WHEN 'offered' THEN 1 ELSE 0 END;

-- name: books_owner
SELECT e.id, e.state FROM enquiry e
 WHERE e.id > :after AND e.id <= :until
   AND ((e.owner IS NULL AND e.state = 'with_colleague')
        OR (e.owner IS NOT NULL AND e.state IN ('with_bot', 'waiting', 'offered')));

-- name: books_never_took
SELECT e.id FROM enquiry e
 WHERE e.id > :after AND e.id <= :until AND e.state = 'with_colleague'
   AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.enquiry = e.id AND o.colleague = e.owner AND o.outcome = 'taken');

-- name: books_not_opened
SELECT e.id FROM enquiry e
 WHERE e.id > :after AND e.id <= :until
   AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.enquiry = e.id AND a.seq = 1 AND a.what = 'opened');

-- name: books_seal_ahead
SELECT e.id FROM enquiry e WHERE e.id > :after AND e.id <= :until AND e.sealed_seq > e.audit_seq;

-- What is read to be compared with what the outside world saw, or counted by hand.

-- name: books_received
SELECT provider_id, id, received_at FROM message
 WHERE channel = :channel AND direction = 'in' AND provider_id IN (:provider_ids*);

-- name: books_known
SELECT public_id FROM reply WHERE public_id IN (:public_ids*);

-- name: books_replies
SELECT id, public_id, state, doubts, accepted_at, provider_id FROM reply
 WHERE id > :after AND id <= :until AND channel = :channel;

-- name: books_assigned
SELECT e.owner AS colleague, c.channel FROM enquiry e JOIN conversation c ON c.id = e.conversation
 WHERE e.id > :after AND e.id <= :until AND e.owner IS NOT NULL AND e.state <> 'closed'
UNION ALL
SELECT o.colleague, c.channel FROM offer o JOIN enquiry e ON e.id = o.enquiry JOIN conversation c ON c.id = e.conversation
 WHERE e.id > :after AND e.id <= :until AND o.outcome = 'open';

-- name: books_colleagues
SELECT id FROM colleague ORDER BY id;

-- name: books_enquiries
SELECT id, sealed_seq FROM enquiry WHERE id > :after AND id <= :until ORDER BY id;

-- name: books_seals
SELECT id, at, heads, hash FROM seal WHERE id > :after AND id <= :until ORDER BY id;

-- name: books_lines
SELECT enquiry, seq, hash FROM audit WHERE enquiry IN (:enquiries*);
