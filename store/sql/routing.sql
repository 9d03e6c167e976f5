-- What waits, by all that decides who can take it: the oldest of each kind stands for the others.
-- name: waiting_kinds
SELECT team, topic, skills, restricted, channel, emergency, tried, MIN(since) AS oldest
  FROM (SELECT e.team, e.topic, e.skills, e.restricted, c.channel, e.priority = 'emergency' AS emergency,
               EXISTS (SELECT 1 FROM offer o WHERE o.enquiry = e.id) AS tried,
               COALESCE(e.waiting_since, e.started_at) AS since
          FROM enquiry e JOIN conversation c ON c.id = e.conversation
         WHERE e.state = 'waiting' AND e.state <> 'closed' AND (CAST(:priority AS TEXT) IS NULL OR e.priority = :priority)) waits
 GROUP BY team, topic, skills, restricted, channel, emergency, tried;

-- In the order of the line, which is that of router.line_up.place; a test holds the two to each other.
-- name: waiting_in_line
SELECT waits.* FROM (
  SELECT e.id, e.version, e.person, e.topic, e.team, e.skills, e.language, e.restricted, e.priority,
         e.priority = 'emergency' AS emergency, e.level, c.channel,
         COALESCE(e.waiting_since, e.started_at) AS since,
         COALESCE(e.unanswered_since, e.waiting_since, e.started_at) AS unanswered_since,
         (SELECT MIN(k.due_at) FROM clock k WHERE k.enquiry = e.id AND k.met_at IS NULL) AS due_at,
         EXISTS (SELECT 1 FROM offer o WHERE o.enquiry = e.id) AS tried
    FROM enquiry e JOIN conversation c ON c.id = e.conversation
   WHERE e.state = 'waiting' AND e.state <> 'closed' AND (CAST(:priority AS TEXT) IS NULL OR e.priority = :priority)) waits
 ORDER BY CASE priority WHEN 'emergency' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END,
          CASE level WHEN 'life' THEN 0 WHEN 'urgent' THEN 1 WHEN 'unsure' THEN 2 ELSE 3 END,
          due_at IS NULL, due_at, unanswered_since, id;

-- name: staff_to_route
SELECT * FROM colleague ORDER BY id;

-- name: carried
SELECT held.colleague, c.channel, COUNT(*) AS pieces
  FROM (SELECT owner AS colleague, conversation FROM enquiry WHERE owner IS NOT NULL AND state <> 'closed'
        UNION ALL
        SELECT o.colleague, e.conversation FROM offer o JOIN enquiry e ON e.id = o.enquiry
         WHERE o.outcome = 'open' AND e.state = 'offered') held
  JOIN conversation c ON c.id = held.conversation
 GROUP BY held.colleague, c.channel;

-- name: carried_by
SELECT c.channel, COUNT(*) AS pieces
  FROM (SELECT conversation FROM enquiry WHERE owner = :colleague AND state <> 'closed'
        UNION ALL
        SELECT e.conversation FROM offer o JOIN enquiry e ON e.id = o.enquiry
         WHERE o.colleague = :colleague AND o.outcome = 'open' AND e.state = 'offered') held
  JOIN conversation c ON c.id = held.conversation
 GROUP BY c.channel;

-- name: refusals_of
SELECT colleague, outcome FROM offer WHERE enquiry = :enquiry AND outcome IN ('declined', 'lapsed', 'released');

-- name: last_to_deal_with$
SELECT o.colleague FROM offer o JOIN enquiry e ON e.id = o.enquiry
 WHERE e.person = :person AND o.outcome = 'taken'
   AND (o.settled_at > :since OR e.closed_at > :since OR (e.owner = o.colleague AND e.state <> 'closed'))
 ORDER BY CASE WHEN e.owner = o.colleague AND e.state <> 'closed' THEN 0 ELSE 1 END, o.settled_at DESC, o.id DESC
 LIMIT 1;

-- name: hold_colleague^
-- Reads a colleague and keeps others from changing what they carry until the transaction ends.
UPDATE colleague SET presence = presence WHERE id = :id RETURNING *;

-- name: enquiry_to_move^
SELECT * FROM enquiry WHERE id = :id FOR UPDATE;

-- name: move_enquiry!
UPDATE enquiry SET version = version + 1, state = :state, owner = :owner, waiting_since = :waiting_since
 WHERE id = :id AND version = :version;

-- name: enquiries_carried_by
SELECT * FROM enquiry WHERE owner = :colleague AND state <> 'closed' ORDER BY id FOR UPDATE;

-- name: make_offer!
INSERT INTO offer (enquiry, colleague, made_at, expires_at, outcome, reasons)
VALUES (:enquiry, :colleague, :made_at, :expires_at, :outcome, :reasons);

-- name: settle_offer!
UPDATE offer SET outcome = :outcome, why = :why, settled_at = :now WHERE id = :id AND outcome = 'open';

-- name: release_taken!
UPDATE offer SET outcome = 'released', why = :why
 WHERE enquiry = :enquiry AND colleague = :colleague AND outcome = 'taken';

-- name: offer_open_for^
SELECT id, enquiry, colleague, expires_at FROM offer WHERE enquiry = :enquiry AND outcome = 'open' FOR UPDATE;

-- name: offers_open_to
SELECT id, enquiry, colleague, expires_at FROM offer WHERE colleague = :colleague AND outcome = 'open' ORDER BY id;

-- name: expired_offers
SELECT o.id, o.enquiry, o.colleague, c.name FROM offer o JOIN colleague c ON c.id = o.colleague
 WHERE o.outcome = 'open' AND o.expires_at <= :now ORDER BY o.expires_at, o.id LIMIT :most;

-- name: overtaken_offers
SELECT o.id FROM offer o JOIN enquiry e ON e.id = o.enquiry WHERE o.outcome = 'open' AND e.state <> 'offered';

-- name: count_lapses$
UPDATE colleague SET lapses = lapses + :count WHERE id = :id RETURNING lapses;

-- name: answered_an_offer!
UPDATE colleague SET lapses = 0 WHERE id = :id;

-- name: state_presence!
UPDATE colleague SET presence = :presence, lapses = 0 WHERE id = :id;

-- name: mark_idle!
UPDATE colleague SET idle_since = :now
 WHERE id = :id AND idle_since IS NULL AND presence IN ('available', 'busy')
   AND NOT EXISTS (SELECT 1 FROM enquiry WHERE owner = :id AND state <> 'closed');

-- name: forget_idle!
UPDATE colleague SET idle_since = NULL WHERE id = :id;

-- name: lead^
INSERT INTO lease (name, holder, token, until) VALUES (:name, :holder, 1, :until)
ON CONFLICT (name) DO UPDATE SET
   token = CASE WHEN lease.holder = :holder THEN lease.token ELSE lease.token + 1 END, holder = :holder, until = :until
 WHERE lease.holder = :holder OR lease.until <= :now
RETURNING token;

-- name: resign!
UPDATE lease SET until = :now WHERE name = :name AND holder = :holder;

-- name: leading_token$
SELECT token FROM lease WHERE name = :name;

-- name: routing_trouble_known$
SELECT EXISTS (SELECT 1 FROM trouble WHERE enquiry = :enquiry AND kind = :kind AND settled_at IS NULL);

-- name: settle_routing_troubles!
UPDATE trouble SET settled_at = :now
 WHERE settled_at IS NULL AND kind = :kind
   AND EXISTS (SELECT 1 FROM enquiry e WHERE e.id = trouble.enquiry AND e.state <> 'waiting');
