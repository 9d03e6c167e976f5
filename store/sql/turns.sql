-- A claim: the lease in one statement, what is to be read in the next. Joined, they would read rows as they were before
-- the lock was had. A row that somebody holds is passed over: whoever holds it looks again, or wakes us once more.

-- name: lease_conversations!
UPDATE conversation SET lease_token = :token, lease_until = :until
 WHERE id IN (SELECT c.id FROM conversation c
               WHERE c.id IN (:ids*) AND (c.lease_until IS NULL OR c.lease_until <= :now) FOR UPDATE SKIP LOCKED);

-- name: renew_lease!
UPDATE conversation SET lease_until = :until WHERE id = :id AND lease_token = :token;

-- name: leased
SELECT c.id, c.public_id, c.version, c.channel, c.address, c.thread, c.person, c.introduced, c.puzzled, c.unbroken, c.run,
       p.public_id AS person_public_id, p.version AS person_version, p.name, p.tenancy, p.language, p.flags,
       h.opted_out_at,
       i.given, i.fitting, i.code_hash, i.code_until, i.tenancy AS proven_tenancy, i.level AS proven_level,
       i.expires_at AS proven_until, i.last_message, i.updated_at AS identified_at, g.failures, g.locked_until,
       m.id AS message, m.public_id AS message_public_id, m.seq, m.text, m.at, m.received_at, m.urgent, m.emergency,
       m.automatic, m.no_return, m.proven, m.attempts, (SELECT COUNT(*) FROM media d WHERE d.message = m.id) AS media,
       e.id AS news, e.key AS news_key, e.state AS news_state, e.result AS news_result, e.error AS news_error
  FROM conversation c
  JOIN person p ON p.id = c.person
  JOIN handle h ON h.channel = c.channel AND h.address = c.address
  LEFT JOIN identity i ON i.conversation = c.id
  LEFT JOIN guard g ON g.subject = 'conversation:' || c.id
  LEFT JOIN message m ON m.id = (
       SELECT n.id FROM message n WHERE n.conversation = c.id AND n.direction = 'in' AND n.handled_at IS NULL
        ORDER BY n.urgent DESC, n.at, n.id LIMIT 1)
  LEFT JOIN effect e ON e.id = (SELECT MIN(f.id) FROM effect f WHERE f.conversation = c.id AND f.news)
 WHERE c.id IN (:ids*) AND c.lease_token = :token;

-- name: emailed_lately$
SELECT (SELECT COUNT(*) FROM reply
         WHERE channel = 'email' AND address = :plain AND created_at >= :since AND author = 'bot')
     + (SELECT COUNT(*) FROM reply
         WHERE channel = 'email' AND address >= :tagged AND address < :behind AND address LIKE :domain
           AND created_at >= :since AND author = 'bot');

-- name: enquiries_of_persons
SELECT e.*, c.presence AS owner_presence FROM enquiry e LEFT JOIN colleague c ON c.id = e.owner
 WHERE e.person IN (:persons*) AND (e.state <> 'closed' OR e.closed_at > :since) ORDER BY e.id;

-- name: count_attempts!
UPDATE message SET attempts = attempts + 1 WHERE id IN (:ids*);

-- name: release_conversations!
UPDATE conversation SET lease_token = NULL, lease_until = NULL WHERE id IN (:ids*) AND lease_token = :token;

-- name: is_handled$
SELECT handled_at IS NOT NULL FROM message WHERE id = :id;

-- A turn is saved where nothing that its decision read has changed: these three lock it, in this order, and tell.

-- name: conversations_to_save
SELECT id, version, seq, lease_token FROM conversation WHERE id IN (:ids*) ORDER BY id FOR UPDATE;

-- name: persons_to_save
SELECT id, version FROM person WHERE id IN (:ids*) ORDER BY id FOR UPDATE;

-- name: enquiries_to_save
SELECT id, person, version, closed_at, audit_seq, audit_head FROM enquiry
 WHERE person IN (:persons*) AND (state <> 'closed' OR closed_at > :since) ORDER BY id FOR UPDATE;

-- name: save_conversations*!
UPDATE conversation SET version = conversation.version + 1, seq = :seq, introduced = :introduced, puzzled = :puzzled,
                        unbroken = :unbroken, run = :run, lease_token = NULL, lease_until = NULL
 WHERE conversation.id = :id;

-- Where the text held a secret, the whole of the message goes with it.
-- name: save_messages*!
UPDATE message SET handled_at = :handled_at, enquiry = :enquiry, understanding = :understanding,
                   whole = CASE WHEN :text IS NULL THEN message.whole ELSE '' END,
                   text = COALESCE(:text, message.text)
 WHERE message.id = :id;

-- name: save_person!
UPDATE person SET version = version + 1, name = :name, tenancy = :tenancy, language = :language, flags = :flags
 WHERE id = :id;

-- name: advice_for
SELECT id, accepted_at, state, created_at FROM reply WHERE cause = :message AND urgent ORDER BY id FOR UPDATE;

-- name: link_advice!
UPDATE reply SET enquiry = :enquiry WHERE cause = :message AND urgent AND enquiry IS NULL;

-- name: link_advice_messages!
UPDATE message SET enquiry = :enquiry
 WHERE enquiry IS NULL AND id IN (SELECT message FROM reply WHERE cause = :message AND urgent);

-- name: opt_out!
UPDATE handle SET opted_out_at = :at WHERE channel = :channel AND address = :address;

-- What became of an effect since its news was read is news again.
-- name: heed_news*!
UPDATE effect SET news = FALSE WHERE effect.id = :id AND effect.state = :state;

-- name: more_to_handle
SELECT conversation FROM message WHERE conversation IN (:ids*) AND direction = 'in' AND handled_at IS NULL
UNION
SELECT conversation FROM effect WHERE conversation IN (:ids*) AND news;
