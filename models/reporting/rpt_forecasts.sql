-- What the best scores will be, and what came of earlier forecasts.
{{ name_rows(ref('stat_forecasts')) }}
