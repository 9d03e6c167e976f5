-- name: find_conversation^
SELECT id, person FROM conversation WHERE channel = :channel AND address = :address AND thread = :thread;

-- name: conversations_at
SELECT id, address, thread, seq FROM conversation
 WHERE channel = :channel AND address IN (:addresses*) AND thread IN (:threads*) ORDER BY id FOR UPDATE;

-- name: threads_with
SELECT c.thread, m.provider_id FROM message m JOIN conversation c ON c.id = m.conversation
 WHERE m.channel = :channel AND m.provider_id IN (:provider_ids*) AND c.address = :address
UNION
SELECT c.thread, r.provider_id FROM reply r JOIN conversation c ON c.id = r.conversation
 WHERE r.channel = :channel AND r.provider_id IN (:provider_ids*) AND r.provider_id IS NOT NULL AND c.address = :address;

-- name: find_handle^
SELECT person, opted_out_at FROM handle WHERE channel = :channel AND address = :address;

-- name: add_person^
INSERT INTO person (public_id, created_at) VALUES (:public_id, :now) RETURNING id;

-- name: add_handle!
INSERT INTO handle (channel, address, person) VALUES (:channel, :address, :person);

-- name: add_conversation^
INSERT INTO conversation (public_id, channel, address, thread, subject, person, created_at)
VALUES (:public_id, :channel, :address, :thread, :subject, :person, :now) RETURNING id;

-- name: seen_before
SELECT m.provider_id, m.conversation, m.seq, m.at, c.address, c.thread
  FROM message m JOIN conversation c ON c.id = m.conversation
 WHERE m.channel = :channel AND m.provider_id IN (:provider_ids*);

-- A message is late where one with a later time had its turn before it came.
-- name: add_inbounds*!
INSERT INTO message (id, public_id, conversation, seq, direction, author, channel, provider_id, text, at, received_at,
                     urgent, emergency, whole, automatic, no_return, note, proven, late)
VALUES (:id, :public_id, :conversation, :seq, 'in', 'tenant', :channel, :provider_id, :text, :at, :received_at,
        :urgent, :emergency, :whole, :automatic, :no_return, :note, :proven,
        EXISTS (SELECT 1 FROM message m WHERE :at < :received_at AND m.conversation = :conversation
                   AND m.direction = 'in' AND m.at > :at AND m.handled_at IS NOT NULL));

-- name: hear*!
UPDATE conversation SET seq = :seq, last_in_at = CASE WHEN conversation.last_in_at > :last_in_at
       THEN conversation.last_in_at ELSE :last_in_at END
 WHERE conversation.id = :id;

-- name: add_media*!
INSERT INTO media (public_id, message, channel, url, content_type, next_at)
VALUES (:public_id, :message, :channel, :url, :content_type, :next_at);

-- A try is counted before it is made. Who has the attachment is told by its number: whoever takes it next has another.
-- name: take_media
UPDATE media SET attempts = attempts + 1, next_at = :until
 WHERE id IN (SELECT d.id FROM media d WHERE d.state = 'wanted' AND d.next_at <= :now
               ORDER BY d.next_at, d.id LIMIT :most FOR UPDATE SKIP LOCKED)
RETURNING id, channel, url, attempts;

-- name: keep_media!
UPDATE media SET state = 'kept', sha256 = :sha256, bytes = :bytes, content_type = :content_type
 WHERE id = :id AND state = 'wanted' AND attempts = :attempt;

-- name: postpone_media!
UPDATE media SET next_at = :next_at, error = :error, state = :state
 WHERE id = :id AND state = 'wanted' AND attempts = :attempt;

-- name: name_person!
UPDATE person SET name = :name WHERE id = :id AND name = '';

-- name: cursor_of$
SELECT place FROM cursor WHERE name = :name;

-- name: save_cursor!
INSERT INTO cursor (name, place) VALUES (:name, :place) ON CONFLICT (name) DO UPDATE SET place = excluded.place;

-- name: add_trouble!
INSERT INTO trouble (at, kind, channel, detail, raw, enquiry) VALUES (:at, :kind, :channel, :detail, :raw, :enquiry);

-- A trouble is over with its enquiry; one that came after the end is still to be seen.
-- name: settle_troubles_of_closed!
UPDATE trouble SET settled_at = :now
 WHERE settled_at IS NULL AND enquiry IS NOT NULL
   AND EXISTS (SELECT 1 FROM enquiry e WHERE e.id = trouble.enquiry AND e.state = 'closed' AND e.closed_at > trouble.at);

-- name: add_events*!
INSERT INTO event (at, kind, enquiry) VALUES (:at, :kind, :enquiry);

-- name: advised_by_email_since$
SELECT EXISTS (SELECT 1 FROM reply r JOIN message m ON m.id = r.message
                WHERE r.channel = 'email' AND r.address = :address AND r.created_at >= :begun AND r.accepted_at >= :since
                  AND m.emergency = :emergency AND r.urgent AND r.state <> 50);

-- name: advised_since$
SELECT EXISTS (SELECT 1 FROM message m JOIN reply r ON r.message = m.id
                WHERE m.conversation = :conversation AND m.emergency = :emergency AND m.direction = 'out' AND r.urgent
                  AND r.accepted_at >= :since AND r.state <> 50);
