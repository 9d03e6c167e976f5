-- name: claim_conversation^
UPDATE conversation SET lease_token = :token, lease_until = :until
 WHERE id = :id AND (lease_until IS NULL OR lease_until <= :now)
RETURNING id, public_id, version, channel, address, person, introduced, puzzled, run, last_in_at;

-- name: renew_claim^
UPDATE conversation SET lease_until = :until WHERE id = :id AND lease_token = :token
RETURNING id, public_id, version, channel, address, person, introduced, puzzled, run, last_in_at;

-- name: is_handled$
SELECT handled_at IS NOT NULL FROM message WHERE id = :id;

-- name: release_conversation!
UPDATE conversation SET lease_token = NULL, lease_until = NULL WHERE id = :id AND lease_token = :token;

-- name: next_news^
SELECT id, key, kind, state, result, error FROM effect WHERE conversation = :conversation AND news ORDER BY id LIMIT 1;

-- name: next_unhandled^
SELECT id, public_id, seq, text, at, received_at, urgent, emergency, attempts, late FROM message
 WHERE conversation = :conversation AND direction = 'in' AND handled_at IS NULL
 ORDER BY urgent DESC, at, id LIMIT 1;

-- name: count_attempt!
UPDATE message SET attempts = attempts + 1 WHERE id = :id;

-- name: person_and_handle^
SELECT p.id, p.public_id, p.version, p.name, p.tenancy, p.language, p.flags, h.opted_out_at,
       i.tenancy AS proven_tenancy, i.level AS proven_level, i.expires_at AS proven_until, i.updated_at AS identified_at
  FROM person p
  JOIN handle h ON h.channel = :channel AND h.address = :address
  LEFT JOIN identity i ON i.conversation = :conversation
 WHERE p.id = :person;

-- name: enquiries_of_person
SELECT e.*, c.presence AS owner_presence FROM enquiry e LEFT JOIN colleague c ON c.id = e.owner
 WHERE e.person = :person AND (e.state <> 'closed' OR e.closed_at > :since) ORDER BY e.id;

-- name: media_count$
SELECT COUNT(*) FROM media WHERE message = :message;

-- name: advice_for
SELECT id, enquiry, accepted_at FROM reply WHERE cause = :message AND urgent;

-- name: versions_of_person
SELECT id, version FROM enquiry WHERE person = :person AND (state <> 'closed' OR closed_at > :since) ORDER BY id;

-- name: save_conversation^
UPDATE conversation SET version = version + 1, introduced = :introduced, puzzled = :puzzled, run = :run,
                        lease_token = NULL, lease_until = NULL
 WHERE id = :id AND lease_token = :token AND version = :version
RETURNING id;

-- name: save_message!
UPDATE message SET handled_at = :now, enquiry = :enquiry, understanding = :understanding, text = :text WHERE id = :id;

-- name: link_advice!
UPDATE reply SET enquiry = :enquiry WHERE cause = :message AND enquiry IS NULL;

-- name: link_advice_messages!
UPDATE message SET enquiry = :enquiry
 WHERE enquiry IS NULL AND id IN (SELECT message FROM reply WHERE cause = :message);

-- name: save_person!
UPDATE person SET version = version + 1, name = :name, tenancy = :tenancy, language = :language, flags = :flags
 WHERE id = :id AND version = :version;

-- name: opt_out!
UPDATE handle SET opted_out_at = :at WHERE channel = :channel AND address = :address;

-- name: hold_queued!
UPDATE reply SET state = 5 WHERE channel = :channel AND address = :address AND state = 0 AND NOT urgent;

-- name: add_effect!
INSERT INTO effect (key, conversation, enquiry, kind, payload, state, next_at, created_at)
VALUES (:key, :conversation, :enquiry, :kind, :payload, 'ordered', :now, :now)
ON CONFLICT (key) DO NOTHING;

-- name: heed_news!
UPDATE effect SET news = FALSE WHERE id = :id;

-- name: more_to_handle$
SELECT EXISTS (SELECT 1 FROM message WHERE conversation = :conversation AND direction = 'in' AND handled_at IS NULL)
    OR EXISTS (SELECT 1 FROM effect WHERE conversation = :conversation AND news);

-- name: neglected_messages
SELECT m.id, m.conversation, m.urgent FROM message m JOIN conversation c ON c.id = m.conversation
 WHERE m.direction = 'in' AND m.handled_at IS NULL AND m.received_at <= :before
   AND m.id > :after AND (c.lease_until IS NULL OR c.lease_until <= :now)
 ORDER BY m.id LIMIT :most;

-- name: neglected_urgent
SELECT m.conversation FROM message m JOIN conversation c ON c.id = m.conversation
 WHERE m.direction = 'in' AND m.handled_at IS NULL AND m.urgent AND m.received_at <= :before
   AND (c.lease_until IS NULL OR c.lease_until <= :now)
 ORDER BY m.id LIMIT :most;

-- name: conversations_with_news
SELECT DISTINCT e.conversation FROM effect e JOIN conversation c ON c.id = e.conversation
 WHERE e.news AND (c.lease_until IS NULL OR c.lease_until <= :now) LIMIT :most;

-- name: release_held!
UPDATE reply SET state = CASE WHEN created_at >= :since THEN 0 ELSE 50 END, next_at = :now,
       error = CASE WHEN created_at >= :since THEN '' ELSE 'held while the number was opted out' END
 WHERE channel = :channel AND address = :address AND state = 5;
