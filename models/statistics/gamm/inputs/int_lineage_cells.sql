-- Scores of large cohorts summed over evaluations that the size curves by line cannot tell apart.
{{ score_cells(ref('int_gamm_large_scores'), ['architecture', 'base_family', 'lineage_family']) }}
