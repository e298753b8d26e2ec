-- The printed tables: the rows they rest on and the groups they lack.
{{ name_rows(ref('published_tables_recovered'), cohorts=false) }}
