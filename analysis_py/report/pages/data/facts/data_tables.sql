-- The published tables with their descriptions.
select
    schema_name,
    table_name,
    coalesce(comment, '') as description,
    estimated_size as n_rows,
    column_count as n_columns
from duckdb_tables()
where not internal
order by schema_name, table_name;
