-- Ids do not commit in order. What is told is therefore ordered by transaction, and only once every transaction that began
-- before has ended, so that none can appear behind a cursor. A page never ends within a transaction.

-- While the first event is there, none was ever forgotten.
-- name: desk_cursor^
SELECT CASE WHEN MIN(id) > 1 THEN MIN(xact)::text::bigint ELSE 1 END AS oldest,
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 AS newest
  FROM event;

-- name: desk_events
SELECT v.xact::text::bigint AS id, v.kind, e.public_id, e.topic, e.restricted, e.owner
  FROM event v LEFT JOIN enquiry e ON e.id = v.enquiry
 WHERE v.xact > CAST(CAST(:after AS text) AS xid8)
   AND v.xact <= (SELECT MAX(page.xact) FROM (
       SELECT w.xact FROM event w
        WHERE w.xact > CAST(CAST(:after AS text) AS xid8) AND w.xact < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY w.xact LIMIT :most) page)
 ORDER BY v.xact, v.id;
