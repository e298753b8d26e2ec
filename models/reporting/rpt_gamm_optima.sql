-- Other optima that the search for a fit met.
{{ name_rows(ref('stat_gamm_alternative_optima')) }}
