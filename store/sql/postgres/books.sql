-- PostgreSQL keeps the type of the column: an instant of any other type is wrong in every row.
-- name: books_instants
SELECT c.table_name, c.column_name, '"' || c.column_name || '" IS NOT NULL' AS wrong
  FROM information_schema.columns c
 WHERE c.table_schema = current_schema() AND c.table_name NOT LIKE '%yoyo%' AND c.data_type <> 'bigint'
   AND (c.column_name IN ('at', 'until', 'lease_until', 'code_until', 'locked_until')
        OR c.column_name LIKE '%\_at' OR c.column_name LIKE '%\_since')
 ORDER BY c.table_name, c.column_name;
