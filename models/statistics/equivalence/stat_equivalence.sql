-- Significant and equivalent at once is possible with many rows: a real difference, too small to
-- matter. The decision is then `different`, and is_equivalent says the rest. Rows are not independent, so
-- that either needs the clustered default as well, whose error rate is known: where the truth is a
-- margin away, its interval lies within the margin no more often than the test rejects without a difference.
{% call add_names() %}
with differences as (

    select * from {{ ref('stat_multiplicity') }}
    where method = 'games_howell' and group_a is not null

),

adjusted as (

    select
        *,
        {{ holm_over_pairs_and_benchmarks('p_equivalence', 'cohort_id, factor') }} as p_equivalence_adjusted
    from {{ ref('fit_equivalence') }}

),

decisions as (

    select
        adjusted.*,
        differences.p_holm as p_difference,
        robust.type1_error,
        -- what is not known of the first stays so
        if(
            differences.is_significant, coalesce(robust.is_significant, false), differences.is_significant
        ) as is_different,
        {{ is_significant('adjusted.p_equivalence') }} as is_equivalent_unadjusted,
        if(
            {{ is_significant('adjusted.p_equivalence_adjusted') }},
            -- with fewer than 4 degrees of freedom nothing is significant or not
            coalesce(
                robust.is_significant is not null
                and greatest(-robust.ci_low, robust.ci_high) < {{ var('equivalence_margin_pct') }},
                false
            ),
            {{ is_significant('adjusted.p_equivalence_adjusted') }}
        ) as is_equivalent
    from adjusted
    inner join differences using (cohort_id, benchmark_id, factor, group_a, group_b)
    left join (from {{ ref('stat_cluster_robust') }} where is_default) as robust
        using (cohort_id, benchmark_id, factor, group_a, group_b)

)

select
    *,
    'tost_welch' as method,
    {{ var('equivalence_margin_pct') }}::double as margin_pct,
    1 - 2 * {{ significance_level() }} as confidence_level,
    case
        when is_different then 'different'
        when is_equivalent then 'equivalent'
        when status = 'ok' then 'inconclusive'
    end as decision,
    {{ var('power') }}::double as power
from decisions
{% endcall %}
