-- Signed-in colleagues. A session is found by the hash of its token; the token itself is nowhere.

-- name: session_add!
INSERT INTO session (token_hash, colleague, csrf, created_at, expires_at)
VALUES (:token_hash, :colleague, :csrf, :now, :expires_at);

-- name: session_find^
SELECT s.csrf, s.created_at, s.expires_at, c.* FROM session s JOIN colleague c ON c.id = s.colleague
 WHERE s.token_hash = :token_hash AND s.expires_at > :now AND s.created_at > :oldest;

-- name: session_keep!
UPDATE session SET expires_at = :expires_at WHERE token_hash = :token_hash;

-- name: session_end!
DELETE FROM session WHERE token_hash = :token_hash;

-- name: session_end_all!
DELETE FROM session WHERE colleague = :colleague;

-- name: session_forget!
DELETE FROM session WHERE expires_at <= :now OR created_at <= :oldest;

-- name: session_forgive!
UPDATE guard SET failures = failures - 1, locked_until = NULL WHERE subject = :subject AND failures > 0;
