-- Who is alive, and what becomes of what the dead had in hand. A token is the name of a process, a dot, and chance.

-- name: beat!
INSERT INTO process (name, until) VALUES (:name, :until) ON CONFLICT (name) DO UPDATE SET until = :until;

-- name: processes
SELECT name FROM process ORDER BY name;

-- name: bury_dead
DELETE FROM process WHERE until <= :now RETURNING name;

-- name: leave!
DELETE FROM process WHERE name = :name;

-- name: free_conversations!
UPDATE conversation SET lease_until = :now WHERE lease_until > :now AND lease_token LIKE :tokens;

-- name: free_replies!
UPDATE reply SET next_at = :now
 WHERE state IN (0, 10, 20) AND state <> 0 AND next_at > :now AND lease_token LIKE :tokens;

-- name: free_effects!
UPDATE effect SET next_at = :now WHERE state IN ('ordered', 'delayed') AND next_at > :now AND lease_token LIKE :tokens;

-- name: neglected_messages
SELECT m.conversation FROM message m JOIN conversation c ON c.id = m.conversation
 WHERE m.direction = 'in' AND m.handled_at IS NULL AND m.received_at <= :before
   AND m.conversation > :after AND (c.lease_until IS NULL OR c.lease_until <= :now)
 GROUP BY m.conversation ORDER BY m.conversation LIMIT :most;

-- name: neglected_urgent
SELECT m.conversation FROM message m JOIN conversation c ON c.id = m.conversation
 WHERE m.urgent AND m.direction = 'in' AND m.handled_at IS NULL AND m.received_at <= :before
   AND m.conversation > :after AND (c.lease_until IS NULL OR c.lease_until <= :now)
 GROUP BY m.conversation ORDER BY m.conversation LIMIT :most;

-- name: neglected_news
SELECT e.conversation FROM effect e JOIN conversation c ON c.id = e.conversation
 WHERE e.news AND e.conversation > :after AND (c.lease_until IS NULL OR c.lease_until <= :now)
 GROUP BY e.conversation ORDER BY e.conversation LIMIT :most;
