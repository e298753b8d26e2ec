-- What goes with higher scores today.
{{ name_rows(ref('stat_field_slopes')) }}
