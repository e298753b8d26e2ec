-- What a finding comes to on each population.
{{ name_rows(ref('stat_field_findings'), benchmarks=false) }}
