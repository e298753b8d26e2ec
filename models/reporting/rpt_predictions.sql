-- What a model of a new base family is expected to score, with names.
{{ name_rows(ref('stat_predictions')) }}
