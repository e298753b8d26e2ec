-- Of each factor, basis and benchmark how many pairs of groups are significant, at the fewest and at the
-- most.
select
    pairs.basis,
    pairs.cohort_id,
    pairs.factor,
    pairs.benchmark_id,
    any_value(benchmarks.benchmark_name) as benchmark_name,
    bool_and(pairs.is_equivalent) as is_equivalent,
    -- each pair has two rows, one per direction
    count(*) filter (where {{ is_significant('pairs.p_adjusted') }}) // 2 as n_fewest,
    count(*) filter (where {{ may_be_significant('pairs') }}) // 2 as n_most,
    count(*) // 2 as n_pairs,
    min(pairs.p_adjusted) as least_p_adjusted,
    max(pairs.type1_error) filter (where pairs.p_adjusted is not null) as type1_error
from {{ ref('int_claim_pairs_stacked') }} as pairs
left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
group by pairs.basis, pairs.cohort_id, pairs.factor, pairs.benchmark_id
