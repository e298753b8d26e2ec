-- Whether a decision depends on who is taken for related.
{{ name_rows(ref('stat_lineage_sensitivity')) }}
