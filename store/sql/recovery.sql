-- name: release_conversations!
UPDATE conversation SET lease_until = :now WHERE lease_until > :now;

-- name: release_replies!
UPDATE reply SET lease_until = :now WHERE state = 10 AND lease_until > :now;

-- name: release_effects!
UPDATE effect SET lease_until = :now WHERE lease_until > :now;
