-- The ability of every model, by date.
{{ name_rows(ref('stat_abilities'), benchmarks=false) }}
