-- The same weights in two modes.
{{ name_rows(ref('stat_field_modes')) }}
