-- Claims about the share of a factor's pairs that are not significant. Soundly, a pair that neither differs
-- nor is shown equal may be either, so that a share has a least and a most.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where
        rule_family = 'pair_count' and measure in ('share_not_significant', 'share_not_significant_pooled')
        and (group_a is null or level_a is not null or factor is not null)

),

unsignificant as (

    select
        cells.cell_id,
        cells.measure,
        counted.benchmark_id,
        counted.n_pairs,
        counted.n_pairs - counted.n_most as n_equal,
        counted.n_pairs - counted.n_fewest as n_not,
        sum(counted.n_pairs) over of_claim as n_pairs_of_all,
        sum(n_equal) over of_claim as n_equal_of_all,
        sum(n_not) over of_claim as n_not_of_all,
        max(counted.type1_error) over of_claim as type1_error,
        to_json({
            'n_pairs': counted.n_pairs,
            'n_equal': n_equal,
            'n_not': n_not,
            'has_open': counted.n_most > counted.n_fewest,
            'n_pairs_of_all': n_pairs_of_all,
            'n_not_of_all': n_not_of_all
        }) as facts
    from cells
    inner join {{ ref('int_claim_pairs_counted') }} as counted
        on (cells.basis, cells.cohort_id, cells.factor) = (counted.basis, counted.cohort_id, counted.factor)
        and {{ on_benchmark('cells', 'counted') }}
    window of_claim as (partition by cells.cell_id)

),

share_not_significant as (

    select
        cell_id,
        benchmark_id,
        n_not / n_pairs as estimate,
        n_equal / n_pairs as low,
        estimate as high,
        type1_error,
        facts
    from unsignificant
    where measure = 'share_not_significant'

),

share_not_significant_pooled as (

    select
        cell_id,
        benchmark_id,
        n_not_of_all / n_pairs_of_all as estimate,
        n_equal_of_all / n_pairs_of_all as low,
        estimate as high,
        type1_error,
        facts
    from unsignificant
    where measure = 'share_not_significant_pooled'

)

{{ observations('share_not_significant', 'share_not_significant_pooled') }}
