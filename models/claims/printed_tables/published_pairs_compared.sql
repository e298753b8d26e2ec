-- The pairs the paper's authors printed, beside the same pairs on the rebuilt rows with the sizes that the
-- authors had.
{% call add_names(cohorts=false) %}
with rerun as (

    select pairs.*
    from {{ ref('stat_pairwise') }} as pairs
    inner join {{ ref('int_claim_printed_population') }} as printed
        on pairs.cohort_id = printed.rerun_cohort_id
    where pairs.method = 'tukey_kramer'

),

-- both directions of every pair, since the authors' order of levels is not ours
rebuilt as (

    select * from rerun
    union all by name
    select
        * replace (
            group_b as group_a,
            group_a as group_b,
            -estimate as estimate
        )
    from rerun

)

select
    published.factor,
    published.benchmark_id,
    published.group_a,
    published.group_b,
    published.estimate as estimate_published,
    rebuilt.estimate,
    published.p_adjusted as p_adjusted_published,
    rebuilt.p_adjusted,
    {{ is_significant('published.p_adjusted') }} as is_significant_published,
    {{ is_significant('rebuilt.p_adjusted') }} as is_significant,
    is_significant_published = is_significant as is_same_decision
from {{ ref('int_published_tukey_pairs_keyed') }} as published
left join rebuilt using (factor, benchmark_id, group_a, group_b)
{% endcall %}
