-- Contradictions within the printed tables.
{{ name_rows(ref('published_table_flags'), cohorts=false) }}
