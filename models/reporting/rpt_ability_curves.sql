-- The expected score on each benchmark, by ability.
{{ name_rows(ref('stat_ability_curves')) }}
