-- How far open models lag behind closed ones.
{{ name_rows(ref('stat_ability_lags'), benchmarks=false) }}
