-- What staff see. In every query the same gate stands as in desk/gate.py: the owner sees it; else a topic in :allowed is
-- seen, one in :hidden is not, and what is marked restricted is for safeguarding. Both are texts such as |asb|safeguarding|.

-- name: desk_page
WITH found AS (
  SELECT id FROM enquiry WHERE id = :only
  UNION ALL
  SELECT id FROM enquiry WHERE CAST(:only AS BIGINT) IS NULL AND state <> 'closed'
  UNION ALL
  SELECT id FROM enquiry WHERE CAST(:only AS BIGINT) IS NULL AND :closed AND state = 'closed'
), ranked AS (
  SELECT e.id,
         CASE WHEN e.state = 'closed' THEN 2 WHEN e.priority = 'emergency' THEN 0 ELSE 1 END AS band,
         CASE WHEN e.state = 'closed' THEN -COALESCE(e.closed_at, 0)
              ELSE COALESCE((SELECT MIN(k.due_at) FROM clock k WHERE k.enquiry = e.id AND k.met_at IS NULL),
                            9000000000000000) END AS due
    FROM found JOIN enquiry e ON e.id = found.id
   WHERE (e.owner = :me
          OR replace(:allowed, '|' || e.topic || '|', '') <> :allowed
          OR (replace(:hidden, '|' || e.topic || '|', '') = :hidden AND (NOT e.restricted OR :safeguarding)))
     AND (:view = 'all'
          OR (:view = 'waiting' AND e.state IN ('waiting', 'offered', 'closed'))
          OR (:view = 'mine' AND (e.owner = :me OR EXISTS (
                SELECT 1 FROM offer f WHERE f.enquiry = e.id AND f.outcome = 'open' AND f.colleague = :me))))
     AND (CAST(:pattern AS TEXT) IS NULL
          OR lower(e.reference) LIKE :pattern ESCAPE '!'
          OR EXISTS (SELECT 1 FROM person p WHERE p.id = e.person AND lower(p.name) LIKE :pattern ESCAPE '!')
          OR EXISTS (SELECT 1 FROM conversation c WHERE c.id = e.conversation AND c.address LIKE CAST(:digits AS TEXT)
                        AND c.address LIKE '+%')
          OR EXISTS (SELECT 1 FROM message m WHERE m.enquiry = e.id AND lower(m.text) LIKE :pattern ESCAPE '!'))
), page AS (
  SELECT id, band, due FROM ranked
   WHERE (band, due, id) > (:after_band, :after_due, :after_id)
   ORDER BY band, due, id LIMIT :most
)
SELECT e.*, page.band, page.due AS sort_due,
       o.public_id AS owner_public_id, o.name AS owner_name,
       p.name AS person_name, c.channel, c.address,
       f.colleague AS offered_to, f.expires_at AS offer_expires_at,
       d.promise AS due_promise, d.due_at AS due_at, d.started_at AS due_started_at, d.met_at AS due_met_at,
       d.breached_at AS due_breached_at, d.warned AS due_warned,
       a.met_by AS acknowledged_by, a.met_at AS acknowledged_at,
       r.message AS read_message,
       (SELECT MAX(m.id) FROM message m WHERE m.enquiry = e.id AND m.direction = 'in') AS last_message,
       (SELECT substr(m.text, 1, 240) FROM message m WHERE m.enquiry = e.id AND m.direction = 'in'
         ORDER BY m.id DESC LIMIT 1) AS snippet,
       (SELECT y.state FROM reply y WHERE y.enquiry = e.id ORDER BY y.id DESC LIMIT 1) AS last_reply_state
  FROM page
  JOIN enquiry e ON e.id = page.id
  JOIN person p ON p.id = e.person
  JOIN conversation c ON c.id = e.conversation
  LEFT JOIN colleague o ON o.id = e.owner
  LEFT JOIN offer f ON f.enquiry = e.id AND f.outcome = 'open'
  LEFT JOIN reading r ON r.enquiry = e.id AND r.colleague = :me
  LEFT JOIN clock d ON d.id = COALESCE(
       (SELECT k.id FROM clock k WHERE k.enquiry = e.id AND k.met_at IS NULL ORDER BY k.due_at, k.id LIMIT 1),
       (SELECT k.id FROM clock k WHERE k.enquiry = e.id ORDER BY k.due_at DESC, k.id DESC LIMIT 1))
  LEFT JOIN clock a ON a.id = (
       SELECT k.id FROM clock k WHERE k.enquiry = e.id AND k.promise = 'acknowledge' AND k.met_at IS NOT NULL
        ORDER BY k.id DESC LIMIT 1)
 ORDER BY page.band, page.due, page.id;

-- name: desk_counts^
SELECT COUNT(*) AS everything,
       COUNT(*) FILTER (WHERE e.state IN ('waiting', 'offered')) AS waiting,
       COUNT(*) FILTER (WHERE e.owner = :me OR f.id IS NOT NULL) AS mine
  FROM enquiry e LEFT JOIN offer f ON f.enquiry = e.id AND f.outcome = 'open' AND f.colleague = :me
 WHERE e.state <> 'closed'
   AND (e.owner = :me
        OR replace(:allowed, '|' || e.topic || '|', '') <> :allowed
        OR (replace(:hidden, '|' || e.topic || '|', '') = :hidden AND (NOT e.restricted OR :safeguarding)));

-- name: desk_alarms
SELECT a.public_id, a.level, a.why, a.raised_at, e.public_id AS enquiry, e.reference, e.emergency, e.topic,
       e.owner, p.name AS person_name, c.channel, c.address
  FROM alarm a JOIN enquiry e ON e.id = a.enquiry JOIN person p ON p.id = e.person
  JOIN conversation c ON c.id = e.conversation
 WHERE a.seen_at IS NULL
   AND (e.owner = :me
        OR replace(:allowed, '|' || e.topic || '|', '') <> :allowed
        OR (replace(:hidden, '|' || e.topic || '|', '') = :hidden AND (NOT e.restricted OR :safeguarding)))
 ORDER BY CASE a.level WHEN 'life' THEN 0 ELSE 1 END, a.raised_at DESC LIMIT 500;

-- name: desk_alarm^
SELECT a.seen_at, a.why, a.enquiry FROM alarm a WHERE a.public_id = :public_id;

-- name: desk_trouble
SELECT t.at, t.kind, t.channel, t.detail, e.public_id AS enquiry
  FROM trouble t LEFT JOIN enquiry e ON e.id = t.enquiry
 WHERE t.settled_at IS NULL
   AND (e.id IS NULL OR e.owner = :me
        OR replace(:allowed, '|' || e.topic || '|', '') <> :allowed
        OR (replace(:hidden, '|' || e.topic || '|', '') = :hidden AND (NOT e.restricted OR :safeguarding)))
 ORDER BY t.at DESC, t.id DESC LIMIT :most;

-- name: desk_messages
SELECT m.id, m.public_id, m.seq, m.direction, m.author, m.signed, m.channel, m.text, m.at, m.urgent, m.emergency, m.late,
       m.understanding, m.handled_at, m.enquiry, m.whole, m.automatic, m.note, x.topic, x.restricted, x.owner
  FROM message m LEFT JOIN enquiry x ON x.id = m.enquiry
 WHERE m.conversation = :conversation OR m.enquiry = :enquiry
 ORDER BY m.at DESC, m.id DESC LIMIT :most;

-- name: desk_deliveries
SELECT y.message, y.public_id, y.channel, y.address, y.state, y.error, y.secret FROM message m JOIN reply y ON y.message = m.id
 WHERE (m.conversation = :conversation OR m.enquiry = :enquiry) AND m.direction = 'out';

-- name: desk_media
SELECT d.public_id, d.message, d.content_type, d.state FROM message m JOIN media d ON d.message = m.id
 WHERE (m.conversation = :conversation OR m.enquiry = :enquiry) AND m.direction = 'in' ORDER BY d.id;

-- name: desk_one_media^
SELECT d.sha256, d.content_type, d.state, m.emergency, m.enquiry, x.topic, x.restricted, x.owner
  FROM media d JOIN message m ON m.id = d.message LEFT JOIN enquiry x ON x.id = m.enquiry
 WHERE d.public_id = :public_id;

-- name: desk_notes
SELECT n.at, n.text, o.name FROM note n JOIN colleague o ON o.id = n.colleague WHERE n.enquiry = :enquiry ORDER BY n.id;

-- name: desk_add_note!
INSERT INTO note (enquiry, colleague, at, text) VALUES (:enquiry, :colleague, :now, :text);

-- name: desk_latest_offer^
SELECT f.made_at, f.expires_at, f.outcome, f.reasons, f.colleague, o.name
  FROM offer f JOIN colleague o ON o.id = f.colleague WHERE f.enquiry = :enquiry ORDER BY f.id DESC LIMIT 1;

-- name: desk_open_offer^
SELECT id, colleague FROM offer WHERE enquiry = :enquiry AND outcome = 'open';

-- name: desk_withdraw_offer!
UPDATE offer SET outcome = 'withdrawn', why = :why, settled_at = :now WHERE enquiry = :enquiry AND outcome = 'open';

-- name: desk_person^
SELECT p.name, p.tenancy, p.language, p.flags, c.channel, c.address, c.subject, c.last_in_at, h.opted_out_at,
       i.tenancy AS proven_tenancy, i.expires_at AS proven_until
  FROM enquiry e JOIN person p ON p.id = e.person JOIN conversation c ON c.id = e.conversation
  JOIN handle h ON h.channel = c.channel AND h.address = c.address
  LEFT JOIN identity i ON i.conversation = c.id
 WHERE e.id = :enquiry;

-- name: desk_other_enquiries
SELECT e.public_id, e.reference, e.topic, e.state, e.created_at FROM enquiry e
 WHERE e.person = :person AND e.id <> :enquiry
   AND (e.owner = :me
        OR replace(:allowed, '|' || e.topic || '|', '') <> :allowed
        OR (replace(:hidden, '|' || e.topic || '|', '') = :hidden AND (NOT e.restricted OR :safeguarding)))
 ORDER BY e.id DESC LIMIT 20;

-- name: desk_mark_read!
INSERT INTO reading (colleague, enquiry, message) VALUES (:colleague, :enquiry, :message)
ON CONFLICT (colleague, enquiry) DO UPDATE SET message = :message WHERE reading.message < :message;

-- name: desk_reply_before$
SELECT id FROM message WHERE channel = :channel AND provider_id = :provider_id;

-- name: desk_owner^
SELECT id, name FROM colleague WHERE id = :id;

-- name: resume_alarms!
UPDATE clock SET alarm_at = :now
 WHERE enquiry = :enquiry AND met_at IS NULL AND breached_at IS NULL AND alarm_at IS NULL;

-- name: desk_cursor^
SELECT COALESCE(MIN(id), 1) AS oldest, COALESCE(MAX(id), 0) AS newest FROM event;

-- name: desk_events
SELECT v.id, v.kind, e.public_id, e.topic, e.restricted, e.owner
  FROM event v LEFT JOIN enquiry e ON e.id = v.enquiry WHERE v.id > :after ORDER BY v.id LIMIT :most;

-- name: desk_forget_events!
DELETE FROM event WHERE at < :before AND id < (SELECT MAX(id) FROM event);

-- name: desk_open_of_conversation
SELECT public_id, topic, restricted, owner FROM enquiry WHERE conversation = :conversation AND state <> 'closed';

-- name: desk_promise_kept^
SELECT COUNT(*) FILTER (WHERE k.met_at IS NOT NULL OR k.due_at <= :now) AS decided,
       COUNT(*) FILTER (WHERE k.met_at <= k.due_at AND k.breached_at IS NULL) AS kept,
       COUNT(DISTINCT k.enquiry) AS enquiries
  FROM clock k WHERE k.promise = :promise AND k.started_at >= :since;
