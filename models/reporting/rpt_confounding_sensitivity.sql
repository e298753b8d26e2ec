-- How strong a confounder would have to be to explain differences of training types away, with names.
{{ name_rows(ref('stat_confounding_sensitivity')) }}
