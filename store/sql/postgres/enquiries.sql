-- Every clock of these is locked, also one that is met already: a reply whose failure reopens it may be under way, and this
-- one then meets it.
-- name: meet_clocks*!
UPDATE clock SET met_at = COALESCE(clock.met_at, :met_at),
                 met_by = CASE WHEN clock.met_at IS NULL THEN :met_by ELSE clock.met_by END,
                 met_reply = CASE WHEN clock.met_at IS NULL THEN :met_reply ELSE clock.met_reply END,
                 alarm_at = CASE WHEN clock.met_at IS NOT NULL OR clock.due_at < :met_at THEN clock.alarm_at END
 WHERE clock.enquiry = :enquiry AND clock.promise = :promise
   AND (:promise = 'acknowledge'
        OR clock.started_at <= COALESCE((SELECT y.created_at FROM reply y WHERE y.id = :met_reply), clock.started_at));
