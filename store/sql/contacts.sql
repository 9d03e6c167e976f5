-- Calls and visits that colleagues log, who it was, and how long callers waited.

-- name: logged_enquiry$
SELECT e.public_id FROM message m JOIN enquiry e ON e.id = m.enquiry
 WHERE m.channel = :channel AND m.provider_id = :provider_id;

-- name: was_logged$
SELECT EXISTS (SELECT 1 FROM message WHERE enquiry = :enquiry AND channel IN ('phone', 'counter'));

-- A colleague wrote down what somebody said.
-- name: sign_contact!
UPDATE message SET author = 'colleague', signed = :signed WHERE channel = :channel AND provider_id = :provider_id;

-- name: person_by_public_id^
SELECT id FROM person WHERE public_id = :public_id;

-- name: person_of_tenancy^
SELECT id FROM person WHERE tenancy = :tenancy AND tenancy <> '' AND name = :name ORDER BY id LIMIT 1;

-- One number is one person, whether it texts or rings.
-- name: person_of_number^
SELECT p.id, p.name, p.tenancy FROM handle h JOIN person p ON p.id = h.person
 WHERE h.channel IN ('phone', 'counter', 'sms', 'whatsapp') AND h.address = :number ORDER BY p.id LIMIT 1;

-- name: link_tenancy!
UPDATE person SET tenancy = :tenancy, version = version + 1 WHERE id = :id AND tenancy = '';

-- name: find_people
SELECT p.id, p.public_id, p.name, p.tenancy FROM person p
 WHERE (p.name <> '' AND lower(p.name) LIKE :pattern ESCAPE '!')
    OR (p.tenancy <> '' AND lower(p.tenancy) LIKE :pattern ESCAPE '!')
    OR (CAST(:digits AS TEXT) IS NOT NULL AND EXISTS (
          SELECT 1 FROM handle h WHERE h.person = p.id AND h.address LIKE '+%' AND h.address LIKE CAST(:digits AS TEXT)))
 ORDER BY p.id DESC LIMIT :most;

-- name: handles_of
SELECT person, channel, address, opted_out_at FROM handle WHERE person IN (:persons*) ORDER BY person, channel, address;

-- name: add_phone_calls*!
INSERT INTO phone_call (key, started_at, rang_seconds, answered, queue, logged)
VALUES (:key, :started_at, :rang_seconds, :answered, :queue, :logged);

-- name: known_calls
SELECT key FROM phone_call WHERE key IN (:keys*);

-- Where the telephony's export is there, it tells of every call; else there is what colleagues logged.
-- name: calls_since^
SELECT COUNT(*) AS calls, COUNT(*) FILTER (WHERE answered) AS answered,
       COALESCE(SUM(rang_seconds) FILTER (WHERE answered), 0) AS rang_seconds,
       COUNT(*) FILTER (WHERE answered AND rang_seconds <= :within) AS in_time
  FROM phone_call k
 WHERE k.started_at >= :since
   AND k.logged = NOT EXISTS (SELECT 1 FROM phone_call x WHERE x.started_at >= :since AND NOT x.logged);
