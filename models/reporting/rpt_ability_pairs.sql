-- Which of two models at the top is more able.
{{ name_rows(ref('stat_ability_pairs'), benchmarks=false) }}
