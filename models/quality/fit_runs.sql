-- Filled when a build ends, since every fit leaves its record when it is done: macros/publish_warehouse.sql.
select
    null::varchar as fit_name,
    null::bigint as n_parts,
    null::bigint as n_stored,
    null::bigint as n_fitted,
    null::varchar as fitted_parts,
    null::double as seconds
where false
