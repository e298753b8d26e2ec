-- over all evaluations the test is that of the plain means, whose errors are known
with plain as (

    select
        cohort_id,
        benchmark_id,
        factor,
        least(group_a, group_b) as one,
        greatest(group_a, group_b) as other,
        'all evaluations' as method,
        type1_error,
        n_simulations
    from {{ ref('stat_cluster_robust') }}
    where method = 'cr2'

),

judged as (

    select
        fits.* replace (
            coalesce(fits.type1_error, plain.type1_error) as type1_error,
            coalesce(fits.n_simulations, plain.n_simulations) as n_simulations
        )
    from {{ ref('fit_within_base') }} as fits
    left join plain
        on fits.cohort_id = plain.cohort_id
        and fits.benchmark_id = plain.benchmark_id
        and fits.factor = plain.factor
        and fits.method = plain.method
        and least(fits.group_a, fits.group_b) = plain.one
        and greatest(fits.group_a, fits.group_b) = plain.other

),

tests as (

    select
        *,
        -- each tuned type with pretrained models is one question, so it is adjusted over its benchmarks alone
        if(
            method in ('fixed effects', 'mixed, within', 'mixed, between'),
            {{ holm_over_pairs_and_benchmarks('p_value', 'cohort_id, factor, method') }},
            {{ holm('p_value', 'cohort_id, factor, method, group_a, group_b') }}
        ) as p_adjusted
    from judged

)

select
    *,
    -- a mean over bases has no simulated size
    case
        when coalesce(type1_error <= 0.07, true) and df_den >= 4 then {{ is_significant('p_adjusted') }}
    end as is_significant,
    {{ var('confidence_level') }}::double as confidence_level
from tests
