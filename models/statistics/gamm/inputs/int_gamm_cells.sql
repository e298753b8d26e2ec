-- Scores of large cohorts summed over evaluations that the models of size cannot tell apart.
{{ score_cells(
    ref('int_gamm_large_scores'), ['training_type', 'architecture', 'architecture_family', 'base_family']
) }}
