-- name: find_conversation^
SELECT c.id, c.person, h.opted_out_at
  FROM conversation c JOIN handle h ON h.channel = c.channel AND h.address = c.address
 WHERE c.channel = :channel AND c.address = :address;

-- name: find_handle^
SELECT person, opted_out_at FROM handle WHERE channel = :channel AND address = :address;

-- name: add_person^
INSERT INTO person (public_id, created_at) VALUES (:public_id, :now) RETURNING id;

-- name: add_handle!
INSERT INTO handle (channel, address, person) VALUES (:channel, :address, :person);

-- name: add_conversation^
INSERT INTO conversation (public_id, channel, address, person, created_at)
VALUES (:public_id, :channel, :address, :person, :now) RETURNING id;

-- name: next_seq$
UPDATE conversation SET seq = seq + :count WHERE id = :conversation RETURNING seq;

-- name: heard_from!
UPDATE conversation SET last_in_at = :now, seq = seq + 1 WHERE id = :conversation;

-- name: add_inbound^
INSERT INTO message (public_id, conversation, seq, direction, author, channel, provider_id, text, at, received_at,
                     urgent, emergency, late)
VALUES (:public_id, :conversation, (SELECT seq + 1 FROM conversation WHERE id = :conversation), 'in', 'tenant', :channel, :provider_id, :text, :at, :received_at,
        :urgent, :emergency,
        EXISTS (SELECT 1 FROM message WHERE conversation = :conversation AND direction = 'in' AND at > :at AND handled_at IS NOT NULL))
ON CONFLICT (channel, provider_id) DO NOTHING
RETURNING id, seq;

-- name: seen_before^
SELECT m.id, m.seq, m.conversation FROM message m WHERE m.channel = :channel AND m.provider_id = :provider_id;

-- name: add_media!
INSERT INTO media (public_id, message, channel, url, content_type, next_at)
VALUES (:public_id, :message, :channel, :url, :content_type, :now);

-- name: wanted_media
SELECT id, message, channel, url, content_type, attempts FROM media WHERE state = 'wanted' AND next_at <= :now ORDER BY next_at LIMIT :most;

-- name: keep_media!
UPDATE media SET state = 'kept', sha256 = :sha256, bytes = :bytes, content_type = :content_type WHERE id = :id;

-- name: postpone_media!
UPDATE media SET attempts = attempts + 1, next_at = :next_at, error = :error, state = :state WHERE id = :id;

-- name: add_outbound$
INSERT INTO message (public_id, conversation, seq, direction, author, signed, channel, provider_id, text, buttons, at,
                     received_at, urgent, emergency, enquiry, handled_at)
VALUES (:public_id, :conversation, :seq, 'out', :author, :signed, :channel, :provider_id, :text, :buttons, :at,
        :at, :urgent, :emergency, :enquiry, :at)
RETURNING id;

-- name: add_reply$
INSERT INTO reply (public_id, message, conversation, cause, enquiry, part, author, channel, address, text, secret, buttons,
                   urgent, state, next_at, accepted_at, created_at)
VALUES (:public_id, :message, :conversation, :cause, :enquiry, :part, :author, :channel, :address, :text, :secret, :buttons,
        :urgent, :state, :now, :accepted_at, :now)
RETURNING id;

-- name: add_trouble!
INSERT INTO trouble (at, kind, channel, detail, raw, enquiry) VALUES (:at, :kind, :channel, :detail, :raw, :enquiry);


-- name: add_event!
INSERT INTO event (at, kind, enquiry) VALUES (:at, :kind, :enquiry);

-- name: advised_since$
SELECT EXISTS (SELECT 1 FROM reply r JOIN message m ON m.id = r.message
                WHERE r.conversation = :conversation AND m.emergency = :emergency AND r.urgent
                  AND r.accepted_at >= :since AND r.state <> 50);
