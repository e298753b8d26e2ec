-- Curves of scores of today over size or date.
{{ name_rows(ref('stat_field_curves')) }}
