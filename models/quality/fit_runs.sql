-- Every fit leaves its record when it ends, so this comes after what is published of each.
{%- set published = [
    'published_tables_recovered', 'stat_ability_coverage', 'stat_ability_dimensions', 'stat_ability_scales', 'stat_adjusted_pairs', 'stat_anova',
    'stat_benchmark_redundancy', 'stat_breakpoints', 'stat_cluster_bootstrap', 'stat_cluster_robust',
    'stat_cluster_validity', 'stat_clustered_correlations', 'stat_components', 'stat_compute_shifts',
    'stat_effects_at_size', 'stat_embedding_quality', 'stat_emergence', 'stat_equivalence', 'stat_field_slopes',
    'stat_forecast_errors', 'stat_forecasts', 'stat_gamm_fits', 'stat_gamm_lineages', 'stat_gamm_scaling',
    'stat_item_ranks',
    'stat_item_subsets', 'stat_item_suspects', 'stat_item_winners', 'stat_lineage_sensitivity', 'stat_missing_sizes',
    'stat_model_ranks', 'stat_predictions', 'stat_score_scales', 'stat_selection', 'stat_size_error_sensitivity',
    'stat_specification_curve', 'stat_variance_components', 'stat_variance_shares', 'stat_winners',
    'stat_within_base'
] -%}
{%- for model in published %}{% do ref(model) %}{% endfor %}

with records as (
    select
        unnest(
            from_json(
                fit_runs(),
                '[{"fit_name": "VARCHAR", "n_parts": "BIGINT", "n_stored": "BIGINT", '
                || '"fitted": "VARCHAR", "seconds": "DOUBLE"}]'
            )
        ) as made
)

select
    made.fit_name,
    made.n_parts,
    made.n_stored,
    made.n_parts - made.n_stored as n_fitted,
    nullif(made.fitted, '') as fitted_parts,
    made.seconds
from records
