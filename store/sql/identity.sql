-- name: identity_of^
SELECT i.given, i.fitting, i.code_hash, i.code_until, i.tenancy AS proven_tenancy, i.level AS proven_level,
       i.expires_at AS proven_until, i.last_message, g.failures, g.locked_until
  FROM conversation c LEFT JOIN identity i ON i.conversation = c.id
  LEFT JOIN guard g ON g.subject = 'conversation:' || c.id
 WHERE c.id = :conversation;

-- name: keep_identity!
INSERT INTO identity (conversation, given, fitting, last_message, updated_at)
VALUES (:conversation, :given, :fitting, :message, :now)
ON CONFLICT (conversation) DO UPDATE SET given = :given, fitting = :fitting, last_message = :message,
   code_hash = '', code_until = NULL, updated_at = :now;

-- name: keep_code!
UPDATE identity SET code_hash = :hash, code_until = :until WHERE conversation = :conversation;

-- name: keep_proof!
UPDATE identity SET tenancy = :tenancy, level = :level, expires_at = :until WHERE conversation = :conversation;

-- name: guard_of^
SELECT failures, locked_until FROM guard WHERE subject = :subject;

-- name: clear_guard!
DELETE FROM guard WHERE subject = :subject;

-- Whose window is over counts from nothing in any case.
-- name: forget_guards!
DELETE FROM guard WHERE first_at < :before AND (locked_until IS NULL OR locked_until <= :now);

-- name: count_failure!
INSERT INTO guard (subject, failures, first_at, locked_until) VALUES (:subject, 1, :now, CASE WHEN :most <= 1 THEN CAST(:until AS BIGINT) END)
ON CONFLICT (subject) DO UPDATE SET
   failures = CASE WHEN guard.first_at < :since THEN 1 ELSE guard.failures + 1 END,
   first_at = CASE WHEN guard.first_at < :since THEN :now ELSE guard.first_at END,
   locked_until = CASE WHEN guard.first_at >= :since AND guard.failures + 1 >= :most THEN :until ELSE guard.locked_until END;
