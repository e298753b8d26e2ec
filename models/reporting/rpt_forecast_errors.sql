-- How far forecasts of models beyond a cut are off.
{{ name_rows(ref('stat_forecast_errors')) }}
