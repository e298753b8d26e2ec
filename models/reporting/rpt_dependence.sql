-- How much evaluations of one base family are alike.
{{ name_rows(ref('stat_dependence')) }}
