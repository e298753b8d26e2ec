-- Do smaller models predict larger ones?
{{ name_rows(ref('stat_emergence_forecasts')) }}
