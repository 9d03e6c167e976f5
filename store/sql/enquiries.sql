-- name: add_enquiry$
INSERT INTO enquiry (reference, public_id, person, conversation, topic, state, priority, team, emergency, level, owner,
                     created_at, started_at, waiting_since, unanswered_since, closed_at, outcome, summary, skills,
                     language, restricted, notice)
VALUES (:reference, :public_id, :person, :conversation, :topic, :state, :priority, :team, :emergency, :level, :owner,
        :created_at, :started_at, :waiting_since, :unanswered_since, :closed_at, :outcome, :summary, :skills,
        :language, :restricted, :notice)
RETURNING id;

-- name: save_enquiry!
UPDATE enquiry SET version = version + 1, conversation = :conversation, topic = :topic, state = :state,
       priority = :priority, team = :team, emergency = :emergency, level = :level, owner = :owner,
       waiting_since = :waiting_since, unanswered_since = :unanswered_since, closed_at = :closed_at,
       outcome = :outcome, summary = :summary, skills = :skills, language = :language, restricted = :restricted,
       notice = :notice
 WHERE id = :id AND version = :version;

-- name: enquiry_by_id^
SELECT * FROM enquiry WHERE id = :id;

-- name: enquiry_by_public_id^
SELECT * FROM enquiry WHERE public_id = :public_id;

-- name: audit_head^
SELECT audit_seq, audit_head FROM enquiry WHERE id = :enquiry;

-- name: save_audit_head!
UPDATE enquiry SET audit_seq = :seq, audit_head = :hash WHERE id = :enquiry;

-- name: add_audit!
INSERT INTO audit (enquiry, seq, at, who, what, why, hash) VALUES (:enquiry, :seq, :at, :who, :what, :why, :hash);

-- name: audit_of
SELECT seq, at, who, what, why, hash FROM audit WHERE enquiry = :enquiry ORDER BY seq;

-- name: unsealed_heads
SELECT id, audit_seq, audit_head FROM enquiry WHERE audit_seq > sealed_seq ORDER BY id LIMIT :most;

-- name: mark_sealed!
UPDATE enquiry SET sealed_seq = :seq WHERE id = :id;

-- name: last_seal^
SELECT hash FROM seal ORDER BY id DESC LIMIT 1;

-- name: add_seal!
INSERT INTO seal (at, heads, hash) VALUES (:at, :heads, :hash);

-- name: seals
SELECT id, at, heads, hash FROM seal ORDER BY id;

-- name: add_clock$
INSERT INTO clock (enquiry, promise, started_at, due_at, alarm_at, warned, met_at, met_by, met_reply, breached_at)
VALUES (:enquiry, :promise, :started_at, :due_at, :alarm_at, :warned, :met_at, :met_by, :met_reply, :breached_at)
RETURNING id;

-- name: clocks_of
SELECT * FROM clock WHERE enquiry = :enquiry ORDER BY id;

-- name: save_clock!
UPDATE clock SET started_at = :started_at, due_at = :due_at, alarm_at = :alarm_at, warned = :warned, met_at = :met_at,
       met_by = :met_by, breached_at = :breached_at WHERE id = :id;

-- name: meet_clock!
UPDATE clock SET met_at = :at, met_by = :by, met_reply = :reply, alarm_at = CASE WHEN due_at < :at THEN alarm_at END
 WHERE enquiry = :enquiry AND promise = :promise AND met_at IS NULL
   AND (:promise = 'acknowledge' OR started_at <= COALESCE((SELECT created_at FROM reply WHERE id = :reply), started_at));

-- name: reopen_clocks
UPDATE clock SET met_at = NULL, met_by = '', met_reply = NULL, alarm_at = :now WHERE met_reply = :reply
RETURNING enquiry;

-- name: stop_alarms!
UPDATE clock SET alarm_at = NULL WHERE enquiry = :enquiry AND met_at IS NULL AND due_at > :now;

-- name: ringing_clocks
SELECT k.*, e.state AS enquiry_state, e.public_id AS enquiry_public_id FROM clock k JOIN enquiry e ON e.id = k.enquiry
 WHERE k.alarm_at <= :now ORDER BY k.alarm_at LIMIT :most;

-- name: add_alarm!
INSERT INTO alarm (public_id, enquiry, level, why, raised_at) VALUES (:public_id, :enquiry, :level, :why, :now);


-- name: see_alarm^
UPDATE alarm SET seen_at = :now, seen_by = :colleague WHERE public_id = :public_id AND seen_at IS NULL RETURNING enquiry;

-- name: alarm_exists$
SELECT EXISTS (SELECT 1 FROM alarm WHERE enquiry = :enquiry AND seen_at IS NULL AND why = :why);

-- name: clock_by_id^
SELECT * FROM clock WHERE id = :id;

-- name: unfinished_enquiries
SELECT e.* FROM enquiry e JOIN conversation c ON c.id = e.conversation
 WHERE e.state = 'with_bot' AND c.last_in_at <= :before
   AND NOT EXISTS (SELECT 1 FROM message m WHERE m.conversation = c.id AND m.direction = 'in' AND m.handled_at IS NULL)
 ORDER BY e.id LIMIT :most;

-- name: clock_runs$
SELECT EXISTS (SELECT 1 FROM clock WHERE enquiry = :enquiry AND promise = :promise AND met_at IS NULL);

-- name: see_alarms_of!
UPDATE alarm SET seen_at = :now, seen_by = :colleague WHERE enquiry = :enquiry AND seen_at IS NULL AND substr(why, 1, 10) = 'Emergency:';
