-- Rival shapes of ability over size.
{{ name_rows(ref('stat_emergence_models')) }}
