-- name: add_enquiries*!
INSERT INTO enquiry (id, reference, public_id, person, conversation, topic, state, priority, team, emergency, level, owner,
                     created_at, started_at, waiting_since, unanswered_since, closed_at, outcome, summary, skills,
                     language, restricted, notice, audit_seq, audit_head)
VALUES (:id, :reference, :public_id, :person, :conversation, :topic, :state, :priority, :team, :emergency, :level, :owner,
        :created_at, :started_at, :waiting_since, :unanswered_since, :closed_at, :outcome, :summary, :skills,
        :language, :restricted, :notice, :audit_seq, :audit_head);

-- name: save_enquiries*!
UPDATE enquiry SET version = enquiry.version + 1, conversation = :conversation, topic = :topic, state = :state,
       priority = :priority, team = :team, emergency = :emergency, level = :level, owner = :owner,
       waiting_since = :waiting_since, unanswered_since = :unanswered_since, closed_at = :closed_at,
       outcome = :outcome, summary = :summary, skills = :skills, language = :language, restricted = :restricted,
       notice = :notice, audit_seq = :audit_seq, audit_head = :audit_head
 WHERE enquiry.id = :id;

-- name: save_enquiry!
UPDATE enquiry SET version = version + 1, conversation = :conversation, topic = :topic, state = :state,
       priority = :priority, team = :team, emergency = :emergency, level = :level, owner = :owner,
       waiting_since = :waiting_since, unanswered_since = :unanswered_since, closed_at = :closed_at,
       outcome = :outcome, summary = :summary, skills = :skills, language = :language, restricted = :restricted,
       notice = :notice
 WHERE id = :id AND version = :version;

-- name: enquiry_by_id^
SELECT * FROM enquiry WHERE id = :id;

-- name: hold_conversation_of^
SELECT c.id FROM conversation c JOIN enquiry e ON e.conversation = c.id WHERE e.public_id = :public_id FOR UPDATE OF c;

-- name: hold_enquiry^
SELECT id FROM enquiry WHERE public_id = :public_id FOR UPDATE;

-- name: enquiry_by_public_id^
SELECT * FROM enquiry WHERE public_id = :public_id;

-- name: audit_heads
SELECT id, audit_seq, audit_head FROM enquiry WHERE id IN (:ids*) ORDER BY id FOR UPDATE;

-- name: save_audit_heads*!
UPDATE enquiry SET audit_seq = :audit_seq, audit_head = :audit_head WHERE enquiry.id = :id;

-- name: add_audits*!
INSERT INTO audit (enquiry, seq, at, who, what, why, hash) VALUES (:enquiry, :seq, :at, :who, :what, :why, :hash);

-- name: audit_of
SELECT seq, at, who, what, why, hash FROM audit WHERE enquiry = :enquiry ORDER BY seq;

-- name: unsealed_heads
SELECT id, audit_seq, audit_head FROM enquiry WHERE audit_seq > sealed_seq ORDER BY id LIMIT :most;

-- name: mark_sealed*!
UPDATE enquiry SET sealed_seq = :sealed_seq WHERE enquiry.id = :id;

-- name: last_seal^
SELECT hash FROM seal ORDER BY id DESC LIMIT 1 FOR UPDATE;

-- name: add_seal!
INSERT INTO seal (at, heads, hash) VALUES (:at, :heads, :hash);

-- name: seals
SELECT id, at, heads, hash FROM seal ORDER BY id;

-- A clock that runs for this promise already is never restarted.
-- name: add_clocks*!
INSERT INTO clock (enquiry, promise, started_at, due_at, alarm_at, warned, met_at, met_by, breached_at)
SELECT :enquiry, :promise, :started_at, :due_at, :alarm_at, :warned, :met_at, :met_by, :breached_at
 WHERE NOT EXISTS (SELECT 1 FROM clock c WHERE c.enquiry = :enquiry AND c.promise = :promise AND c.met_at IS NULL);

-- name: clocks_of
SELECT * FROM clock WHERE enquiry = :enquiry ORDER BY id;

-- name: save_clock!
UPDATE clock SET started_at = :started_at, due_at = :due_at, alarm_at = :alarm_at, warned = :warned, met_at = :met_at,
       met_by = :met_by, breached_at = :breached_at WHERE id = :id;

-- A reply meets what ran when it was written; an acknowledgement may have been written before its clock began.
-- name: meet_clocks*!
UPDATE clock SET met_at = :met_at, met_by = :met_by, met_reply = :met_reply,
                 alarm_at = CASE WHEN clock.due_at < :met_at THEN clock.alarm_at END
 WHERE clock.enquiry = :enquiry AND clock.promise = :promise AND clock.met_at IS NULL
   AND (:promise = 'acknowledge'
        OR clock.started_at <= COALESCE((SELECT y.created_at FROM reply y WHERE y.id = :met_reply), clock.started_at));

-- name: reopen_clocks
UPDATE clock SET met_at = NULL, met_by = '', met_reply = NULL, alarm_at = :now WHERE met_reply = :reply
RETURNING enquiry;

-- name: stop_alarms!
UPDATE clock SET alarm_at = NULL WHERE enquiry = :enquiry AND met_at IS NULL AND due_at > :now;

-- name: ringing_clocks
SELECT * FROM clock WHERE alarm_at <= :now AND (alarm_at, id) > (:after_at, :after_id) ORDER BY alarm_at, id LIMIT :most;

-- name: add_alarm!
INSERT INTO alarm (public_id, enquiry, level, why, raised_at) VALUES (:public_id, :enquiry, :level, :why, :now);

-- name: see_alarm^
UPDATE alarm SET seen_at = :now, seen_by = :colleague WHERE public_id = :public_id AND seen_at IS NULL RETURNING enquiry;

-- name: alarm_exists$
SELECT EXISTS (SELECT 1 FROM alarm WHERE enquiry = :enquiry AND why = :why
                  AND (seen_at IS NULL OR raised_at >= CAST(:since AS BIGINT)));

-- name: clock_by_id^
SELECT * FROM clock WHERE id = :id FOR UPDATE;

-- name: unfinished_enquiries
SELECT e.* FROM enquiry e JOIN conversation c ON c.id = e.conversation
 WHERE e.state = 'with_bot' AND e.state <> 'closed' AND e.id > :after AND c.last_in_at <= :before
   AND NOT EXISTS (SELECT 1 FROM message m WHERE m.conversation = c.id AND m.direction = 'in' AND m.handled_at IS NULL)
 ORDER BY e.id LIMIT :most;

-- name: see_alarms_of!
UPDATE alarm SET seen_at = :now, seen_by = :colleague WHERE enquiry = :enquiry AND seen_at IS NULL AND substr(why, 1, 10) = 'Emergency:';
