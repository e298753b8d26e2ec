-- Claims about one pair of groups: do they differ, which is ahead, are they equal, is one no better. Papers
-- compare means of training types; soundly that is one reading, and the difference adjusted for size the
-- other.
with cells as (

    select
        *,
        is_sound and factor = 'training_type' and contains(statistic, 'unadjusted') as is_unadjusted,
        if(coalesce(is_unadjusted, false), basis || ', unadjusted', basis) as pairs_basis
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'pair'

),

differences as (

    select
        cells.cell_id,
        pairs.benchmark_id,
        pairs.estimate,
        pairs.ci_low,
        pairs.ci_high,
        pairs.p_adjusted as p_value,
        pairs.is_equivalent,
        {{ var('equivalence_margin_pct') }} as margin,
        pairs.n_a + pairs.n_b as n_obs,
        pairs.n_bases_a + pairs.n_bases_b as n_bases,
        pairs.type1_error,
        to_json({
            'n_a': pairs.n_a,
            'n_b': pairs.n_b,
            'n_bases_a': pairs.n_bases_a,
            'n_bases_b': pairs.n_bases_b,
            'cluster_units': if(
                {{ cluster_unit('cells.factor') }} = 'model generation', 'model generations', 'bases'
            ),
            'pair_method': pairs.pair_method,
            'no_decision': pairs.no_decision
        }) as facts
    from cells
    inner join {{ ref('int_claim_pairs_stacked') }} as pairs
        on (cells.pairs_basis, cells.cohort_id, cells.factor) = (pairs.basis, pairs.cohort_id, pairs.factor)
        and (cells.level_a, cells.level_b) = (pairs.group_a, pairs.group_b)
        and {{ on_benchmark('cells', 'pairs') }}

),

-- a pair that is there, but not for a clustered comparison
uncompared as (

    select
        cells.cell_id,
        robust.benchmark_id,
        false as can_decide,
        to_json({
            'n_a': robust.n_a,
            'n_b': robust.n_b,
            'why_not': replace(robust.status, 'base family', 'base')
        }) as facts
    from cells
    inner join {{ ref('stat_cluster_robust') }} as robust
        on cells.cohort_id = robust.cohort_id and cells.factor = robust.factor
        and {{ on_benchmark('cells', 'robust') }}
        and (
            (robust.group_a, robust.group_b) = (cells.level_a, cells.level_b)
            or (robust.group_a, robust.group_b) = (cells.level_b, cells.level_a)
        )
    where
        cells.is_sound and robust.is_default and robust.status != 'ok' and robust.n_a > 0 and robust.n_b > 0
        and cells.cell_id not in (select differences.cell_id from differences)
    qualify row_number() over (partition by cells.cell_id order by robust.benchmark_id) = 1

)

{{ observations('differences', 'uncompared') }}
