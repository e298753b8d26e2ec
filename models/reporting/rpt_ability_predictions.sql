-- What a model would score on a benchmark that it was not run on.
{{ name_rows(ref('stat_ability_predictions')) }}
