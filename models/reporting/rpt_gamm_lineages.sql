-- Whether a curve of size depends on who is taken for related.
{{ name_rows(ref('stat_gamm_lineages')) }}
