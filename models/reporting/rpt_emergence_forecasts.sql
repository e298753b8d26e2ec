-- Do smaller models foretell larger ones?
{{ name_rows(ref('stat_emergence_forecasts')) }}
