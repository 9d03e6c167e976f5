-- SQLite keeps whatever type it is given: each instant is asked.
-- name: books_instants
SELECT t.name AS table_name, c.name AS column_name,
       'typeof("' || c.name || '") NOT IN (''integer'', ''null'')' AS wrong
  FROM sqlite_master t JOIN pragma_table_info(t.name) c
 WHERE t.type = 'table' AND t.name NOT LIKE '%yoyo%'
   AND (c.name IN ('at', 'until', 'lease_until', 'code_until', 'locked_until') OR c.name LIKE '%\_at' ESCAPE '\'
        OR c.name LIKE '%\_since' ESCAPE '\')
 ORDER BY t.name, c.name;
