-- name: claim_replies
UPDATE reply SET state = 10, attempts = attempts + 1, lease_token = :token, lease_until = :until
 WHERE id IN (
   SELECT r.id FROM reply r
    WHERE r.state = 0 AND r.urgent = :urgent AND r.next_at <= :now
      AND NOT EXISTS (SELECT 1 FROM reply earlier WHERE earlier.conversation = r.conversation
                         AND earlier.urgent = r.urgent AND earlier.state IN (0, 10) AND earlier.id < r.id)
    ORDER BY r.next_at, r.id LIMIT :most)
RETURNING id, public_id, conversation, enquiry, author, channel, address, text, buttons, urgent, attempts;

-- name: accept_reply!
UPDATE reply SET state = CASE WHEN state < 30 THEN 30 ELSE state END, provider_id = :provider_id,
       accepted_at = COALESCE(accepted_at, :now), error = '', text = CASE WHEN secret THEN '' ELSE text END,
       lease_token = NULL, lease_until = NULL
 WHERE id = :id AND (lease_token = :token OR state = 20);

-- name: postpone_reply!
UPDATE reply SET state = 0, next_at = :next_at, error = :error, lease_token = NULL, lease_until = NULL
 WHERE id = :id AND lease_token = :token AND state = 10;

-- name: fail_reply!
UPDATE reply SET state = 50, error = :error, lease_token = NULL, lease_until = NULL
 WHERE id = :id AND lease_token = :token AND state = 10;

-- name: doubt_replies
UPDATE reply SET state = 20, lease_token = NULL, error = 'the provider may or may not have it'
 WHERE id IN (SELECT id FROM reply WHERE state = 10 AND lease_until <= :now LIMIT :most)
RETURNING id, public_id, conversation, enquiry, urgent, attempts;

-- name: resend_reply!
UPDATE reply SET state = 0, next_at = :next_at WHERE id = :id AND state = 20;

-- name: reply_by_public_id^
SELECT id, state, enquiry, message, author, conversation, urgent, provider_id FROM reply WHERE public_id = :public_id;

-- name: reply_by_provider_id^
SELECT id, state, enquiry, message, author, conversation, urgent, provider_id FROM reply
 WHERE channel = :channel AND provider_id = :provider_id;

-- name: move_reply_forward!
UPDATE reply SET state = :state, error = CASE WHEN CAST(:error AS TEXT) = '' THEN error ELSE :error END,
       provider_id = COALESCE(provider_id, :provider_id),
       accepted_at = CASE WHEN :state >= 30 THEN COALESCE(accepted_at, :now) ELSE accepted_at END,
       lease_token = NULL, lease_until = NULL
 WHERE id = :id AND state < :state;

-- name: keep_receipt!
INSERT INTO receipt (channel, provider_id, state, error, at) VALUES (:channel, :provider_id, :state, :error, :now);

-- name: take_receipts
DELETE FROM receipt WHERE channel = :channel AND provider_id = :provider_id RETURNING state, error;


-- name: due_effects
UPDATE effect SET attempts = attempts + 1, lease_token = :token, lease_until = :until
 WHERE id IN (SELECT id FROM effect WHERE state IN ('ordered', 'delayed') AND next_at <= :now
                 AND (lease_until IS NULL OR lease_until <= :now) ORDER BY next_at, id LIMIT :most)
RETURNING id, key, conversation, enquiry, kind, payload, state, attempts;

-- name: finish_effect!
UPDATE effect SET state = :state, result = :result, error = :error, news = TRUE, lease_token = NULL, lease_until = NULL
 WHERE id = :id AND lease_token = :token;

-- name: delay_effect!
UPDATE effect SET news = CASE WHEN state = 'ordered' THEN TRUE ELSE news END, state = 'delayed', next_at = :next_at,
       error = :error, lease_token = NULL, lease_until = NULL
 WHERE id = :id AND lease_token = :token;

-- name: reply_by_id^
SELECT id, state, enquiry, message, author, conversation, urgent, channel, provider_id FROM reply WHERE id = :id;

-- name: give_up_reply!
UPDATE reply SET state = 50 WHERE id = :id AND state = 20;

-- name: accepted_replies
SELECT id, author, accepted_at FROM reply
 WHERE enquiry = :enquiry AND accepted_at IS NOT NULL AND state <> 50 ORDER BY accepted_at, id;
