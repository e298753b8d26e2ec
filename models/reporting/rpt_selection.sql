-- Comparisons on rows that a ceiling on the average cuts.
{{ name_rows(ref('stat_selection')) }}
