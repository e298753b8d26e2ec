-- The fits of the GAMMs, and what was left out.
{{ name_rows(ref('stat_gamm_fits')) }}
