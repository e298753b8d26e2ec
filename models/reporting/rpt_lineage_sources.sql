-- Which rule found the base family of how many evaluations.
{{ name_rows(ref('stat_lineage_sources'), benchmarks=false) }}
