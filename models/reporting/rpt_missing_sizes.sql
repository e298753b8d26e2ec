-- What the evaluations of unknown size could change.
{{ name_rows(ref('stat_missing_sizes')) }}
