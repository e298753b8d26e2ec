-- What was forecast of a model, and what came.
{{ name_rows(ref('stat_forecast_points')) }}
