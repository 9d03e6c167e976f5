-- A row is looked at again at `next_at`: queued, when it may go; sending, when its lease ends; uncertain, when it is to be
-- settled. States are the numbers of model.message.Delivery. SQLite uses a partial index only where its condition is
-- repeated to the letter, hence `state IN (0, 10, 20)` beside `state = 0`.

-- name: add_outbounds*!
INSERT INTO message (id, public_id, conversation, seq, direction, author, signed, channel, provider_id, text, buttons, at,
                     received_at, urgent, emergency, enquiry, handled_at)
VALUES (:id, :public_id, :conversation, :seq, 'out', :author, :signed, :channel, :provider_id, :text, :buttons, :at,
        :at, :urgent, :emergency, :enquiry, :at);

-- name: add_replies*!
INSERT INTO reply (id, public_id, message, conversation, cause, enquiry, part, author, channel, address, text, secret,
                   buttons, urgent, state, next_at, accepted_at, created_at)
VALUES (:id, :public_id, :message, :conversation, :cause, :enquiry, :part, :author, :channel, :address, :text, :secret,
        :buttons, :urgent, :state, :created_at, :accepted_at, :created_at);

-- name: sequences
SELECT id, seq FROM conversation WHERE id IN (:ids*) ORDER BY id FOR UPDATE;

-- A person has written: the bot's replies are counted anew.
-- name: break_in!
UPDATE conversation SET unbroken = 0 WHERE id IN (:ids*);

-- name: save_sequences*!
UPDATE conversation SET seq = :seq WHERE conversation.id = :id;

-- One part of a conversation is under way at a time, so that parts arrive in order; urgent ones go beside the others.
-- name: take_replies
UPDATE reply SET state = 10, attempts = attempts + 1, lease_token = :token, next_at = :until
 WHERE id IN (
   SELECT r.id FROM reply r
    WHERE r.state = 0 AND r.state IN (0, 10, 20) AND r.channel = :channel AND r.urgent = :urgent AND r.next_at <= :now
      AND NOT EXISTS (SELECT 1 FROM reply earlier WHERE earlier.conversation = r.conversation
                         AND earlier.urgent = r.urgent AND earlier.state IN (0, 10, 20) AND earlier.id < r.id)
    ORDER BY r.next_at, r.id LIMIT :most FOR UPDATE OF r SKIP LOCKED)
RETURNING id, public_id, channel, address, text, buttons, urgent, attempts, created_at;

-- What a channel with threads or a window wants to know beside the reply.
-- name: reply_context^
SELECT r.author, c.thread, c.subject, c.last_in_at FROM reply r JOIN conversation c ON c.id = r.conversation
 WHERE r.id = :id;

-- name: answered_ids
SELECT m.provider_id FROM message m JOIN reply r ON r.conversation = m.conversation
 WHERE r.id = :id AND m.direction = 'in' AND m.provider_id IS NOT NULL ORDER BY m.seq DESC LIMIT :most;

-- name: replies_sent
SELECT id, state, lease_token, enquiry, author, conversation FROM reply WHERE id IN (:ids*) ORDER BY id FOR UPDATE;

-- name: accept_replies*!
UPDATE reply SET state = CASE WHEN reply.state < 30 THEN 30 ELSE reply.state END, provider_id = :provider_id,
       accepted_at = COALESCE(reply.accepted_at, :accepted_at), error = '',
       text = CASE WHEN reply.secret THEN '' ELSE reply.text END, lease_token = NULL
 WHERE reply.id = :id;

-- name: pause_replies*!
UPDATE reply SET next_at = :next_at
 WHERE reply.conversation = :conversation AND reply.state = 0 AND reply.state IN (0, 10, 20) AND NOT reply.urgent
   AND reply.next_at < :next_at;

-- Locked, so that an opt-out either waits for what is decided on it, and then holds that, or is seen.
-- name: is_opted_out$
SELECT opted_out_at IS NOT NULL FROM handle WHERE channel = :channel AND address = :address FOR SHARE;

-- name: postpone_reply!
UPDATE reply SET state = :state, next_at = :next_at, error = :error, lease_token = NULL
 WHERE id = :id AND lease_token = :token AND state = 10;

-- name: fail_reply!
UPDATE reply SET state = 50, error = :error, text = CASE WHEN secret THEN '' ELSE text END, lease_token = NULL
 WHERE id = :id AND lease_token = :token AND state IN (10, 20);

-- name: doubt_reply!
UPDATE reply SET state = 20, doubts = doubts + 1, doubted_at = :now, next_at = :next_at, error = :error, lease_token = NULL
 WHERE id = :id AND lease_token = :token AND state = 10;

-- name: doubt_replies
UPDATE reply SET state = 20, doubts = doubts + 1, doubted_at = :now, next_at = :now, error = :error, lease_token = NULL
 WHERE id IN (SELECT r.id FROM reply r WHERE r.state = 10 AND r.state IN (0, 10, 20) AND r.next_at <= :now ORDER BY r.next_at LIMIT :most
                 FOR UPDATE SKIP LOCKED)
RETURNING id, channel, urgent;

-- name: take_doubts
UPDATE reply SET lease_token = :token, next_at = :until
 WHERE id IN (SELECT r.id FROM reply r WHERE r.state = 20 AND r.state IN (0, 10, 20) AND r.channel = :channel AND r.next_at <= :now
               ORDER BY r.urgent DESC, r.next_at LIMIT :most FOR UPDATE SKIP LOCKED)
RETURNING id, public_id, channel, address, text, buttons, urgent, attempts, created_at, doubts, doubted_at;

-- name: provider_ids_of
SELECT r.provider_id
  FROM conversation c JOIN message m ON m.conversation = c.id JOIN reply r ON r.message = m.id
 WHERE c.channel = :channel AND c.address = :address AND m.direction = 'out' AND r.provider_id IS NOT NULL
   AND r.accepted_at >= :since;

-- name: postpone_doubt!
UPDATE reply SET next_at = :next_at, lease_token = NULL WHERE id = :id AND lease_token = :token AND state = 20;

-- name: resend_reply!
UPDATE reply SET state = :state, next_at = :next_at, lease_token = NULL
 WHERE id = :id AND lease_token = :token AND state = 20;

-- name: reply_by_public_id^
SELECT id, state, enquiry, channel, urgent, author FROM reply WHERE public_id = :public_id FOR UPDATE;

-- name: replies_by_public_ids
SELECT id, public_id, state, enquiry, channel, urgent, author FROM reply WHERE public_id IN (:public_ids*)
 ORDER BY id FOR UPDATE;

-- name: move_replies_forward*!
UPDATE reply SET state = :state, provider_id = COALESCE(reply.provider_id, :provider_id),
       accepted_at = COALESCE(reply.accepted_at, :accepted_at),
       text = CASE WHEN reply.secret THEN '' ELSE reply.text END, lease_token = NULL
 WHERE reply.id = :id AND reply.state < :state;

-- name: reply_by_provider_id^
SELECT id, state, enquiry, channel, address, urgent, author FROM reply
 WHERE channel = :channel AND provider_id = :provider_id FOR UPDATE;

-- name: replies_until
SELECT r.id, r.state, r.enquiry, r.channel, r.urgent, r.author
  FROM conversation c JOIN message m ON m.conversation = c.id JOIN reply r ON r.message = m.id
 WHERE c.channel = :channel AND c.address = :address AND m.direction = 'out' AND r.accepted_at <= :until
   AND r.state < :state ORDER BY m.seq DESC LIMIT :most;

-- name: reply_by_id^
SELECT id, state, enquiry, channel, address, urgent, author, created_at FROM reply WHERE id = :id;

-- name: move_reply_forward!
UPDATE reply SET state = :state, error = CASE WHEN CAST(:error AS TEXT) = '' THEN error ELSE :error END,
       provider_id = COALESCE(provider_id, :provider_id),
       accepted_at = CASE WHEN :state >= 30 THEN COALESCE(accepted_at, :now) ELSE accepted_at END,
       text = CASE WHEN secret AND :state >= 30 THEN '' ELSE text END, lease_token = NULL
 WHERE id = :id AND state < :state;

-- name: keep_receipt!
INSERT INTO receipt (channel, provider_id, state, error, at) VALUES (:channel, :provider_id, :state, :error, :now);

-- name: take_receipts
DELETE FROM receipt WHERE channel = :channel AND provider_id IN (:provider_ids*) RETURNING provider_id, state, error;

-- Receipts that came while their send was being committed.
-- name: late_receipts
DELETE FROM receipt WHERE id IN (
   SELECT t.id FROM receipt t JOIN reply y ON y.channel = t.channel AND y.provider_id = t.provider_id
    ORDER BY t.id LIMIT :most)
RETURNING channel, provider_id, state, error;

-- name: forget_receipts!
DELETE FROM receipt WHERE at < :before;

-- name: hold_queued!
UPDATE reply SET state = 5
 WHERE channel = :channel AND address = :address AND state = 0 AND state IN (0, 10, 20) AND NOT urgent;

-- name: release_held!
UPDATE reply SET state = CASE WHEN created_at >= :since THEN 0 ELSE 50 END, next_at = :now,
       error = CASE WHEN created_at >= :since THEN '' ELSE 'held while the number was opted out' END,
       text = CASE WHEN secret AND created_at < :since THEN '' ELSE text END
 WHERE channel = :channel AND address = :address AND state = 5;

-- name: accepted_replies
SELECT id, author, accepted_at FROM reply
 WHERE enquiry = :enquiry AND accepted_at IS NOT NULL AND state <> 50 ORDER BY accepted_at, id FOR UPDATE;

-- name: add_effect!
INSERT INTO effect (key, conversation, enquiry, kind, payload, state, next_at, created_at)
VALUES (:key, :conversation, :enquiry, :kind, :payload, 'ordered', :now, :now)
ON CONFLICT (key) DO NOTHING;

-- name: due_effects
UPDATE effect SET attempts = attempts + 1, lease_token = :token, next_at = :until
 WHERE id IN (SELECT f.id FROM effect f WHERE f.state IN ('ordered', 'delayed') AND f.next_at <= :now
               ORDER BY f.next_at, f.id LIMIT :most FOR UPDATE SKIP LOCKED)
RETURNING id, key, conversation, enquiry, kind, payload, state, attempts;

-- name: finish_effect!
UPDATE effect SET state = :state, result = :result, error = :error, news = TRUE, lease_token = NULL
 WHERE id = :id AND lease_token = :token;

-- name: delay_effect!
UPDATE effect SET news = CASE WHEN state = 'ordered' THEN TRUE ELSE news END, state = 'delayed', next_at = :next_at,
       error = :error, lease_token = NULL
 WHERE id = :id AND lease_token = :token;
