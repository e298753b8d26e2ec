-- Whether the classic analysis of variance of a label is significant.
{{ name_rows(ref('stat_multiplicity')) }}
where named.method = 'classic' and named.status = 'ok'
