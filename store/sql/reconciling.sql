-- What a provider's list tells of messages that are here already.
-- name: times_of
SELECT id, provider_id, enquiry, at FROM message
 WHERE channel = :channel AND provider_id IN (:provider_ids*) AND direction = 'in' ORDER BY id FOR UPDATE;

-- name: move_message_back!
UPDATE message SET at = :earlier WHERE id = :id;

-- name: clocks_from
SELECT * FROM clock WHERE enquiry = :enquiry AND started_at = :started_at ORDER BY id FOR UPDATE;
