-- Are two groups equal within the margin?
{{ name_rows(ref('stat_equivalence')) }}
