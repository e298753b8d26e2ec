-- What the words of the page cite.
with
-- The published tables and their columns, with the meanings that the file itself carries.
tables_published as (
    with described as (
        select
            database_name,
            schema_name,
            table_name,
            list(
                struct_pack(name := column_name, type := data_type, meaning := coalesce(comment, ''))
                order by column_index
            ) as columns
        from duckdb_columns()
        where not internal
        group by database_name, schema_name, table_name
    )

    select
        tables.schema_name,
        tables.table_name,
        tables.schema_name || '.' || tables.table_name as name,
        coalesce(tables.comment, '') as meaning,
        tables.estimated_size as n_rows,
        described.columns
    from duckdb_tables() as tables
    inner join described using (database_name, schema_name, table_name)
    where not tables.internal
    order by tables.schema_name = 'reporting' desc, tables.schema_name, tables.table_name
)

select
    array(select tables_published from tables_published) as tables_published;
