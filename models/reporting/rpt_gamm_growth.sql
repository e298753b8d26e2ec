-- Whether the curves of size go on rising, with names.
{{ name_rows(ref('stat_gamm_growth')) }}
