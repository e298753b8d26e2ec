-- Where the curves of benchmarks lie, and which are saturated.
{{ name_rows(ref('stat_ability_benchmarks')) }}
