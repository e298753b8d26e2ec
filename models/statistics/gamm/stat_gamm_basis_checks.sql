-- Whether the basis of each smooth is large enough, and where the check fails, what was found and what was
-- done. In this order: twice as many functions leave no pattern; a random effect of the base family takes
-- half of the pattern or more; the rows stand at mass points, from one of which to the next no smooth curve
-- jumps; none of these.
with checks as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        engine,
        unnest(basis_checks, recursive := true)
    from {{ ref('fit_gamms') }}

),

decided as (

    select
        *,
        coalesce(k_index < 1 and {{ is_significant('p_value') }}, false) as is_failing
    from checks

),

compared as (

    select
        decided.*,
        widened.k_wider,
        widened.k_index_wider,
        widened.max_difference_share,
        not widened.is_failing_wider as is_cured_by_k,
        clustered.k_index as k_index_clustered,
        clustered.is_failing as is_failing_clustered,
        not clustered.is_failing or 1 - clustered.k_index <= (1 - decided.k_index) / 2 as is_dependence,
        decided.largest_share >= {{ var('mass_point_share', 0.02) }} as has_mass_points
    from decided
    left join {{ ref('stat_gamm_basis_sensitivity') }} as widened using (cohort_id, gamm, benchmark_id, term)
    left join decided as clustered
        on decided.cohort_id = clustered.cohort_id and {{ sound_gamm('decided.gamm') }} = clustered.gamm
        and decided.benchmark_id = clustered.benchmark_id and decided.term = clustered.term

),

explained as (

    select
        *,
        case
            when not is_failing then null
            when is_cured_by_k then 'too few functions'
            when is_dependence then 'dependence'
            when has_mass_points then 'mass points'
            else 'not found'
        end as cause
    from compared

)

select
    * exclude (
        k_wider, k_index_wider, max_difference_share, is_cured_by_k, k_index_clustered,
        is_failing_clustered, is_dependence, has_mass_points
    ),
    case
        when is_failing then concat(
            if(cause = 'too few functions', concat('With ', k_wider, ' functions instead of ', k, ' no pattern is left.'), ''),
            if(
                cause = 'dependence',
                concat(
                    'With a random effect of the base family the k-index is ', {{ short('k_index_clustered', 3) }},
                    ' instead of ', {{ short('k_index', 3) }},
                    if(is_failing_clustered, ', which is still told from 1.', ', and no pattern is left.')
                ), ''
            ),
            if(
                cause = 'mass points',
                concat(
                    'The rows have ', n_distinct, ' values, ', {{ short('100 * largest_share', 2) }},
                    ' % of the rows at the commonest; what is left jumps from one value to another',
                    coalesce(' (k-index ' || {{ short('k_index_wider', 3) }} || ' with ' || k_wider || ' functions)', ''), '.'
                ), ''
            ),
            if(
                cause = 'not found',
                concat('Neither base family nor mass points account for it (', n_distinct, ' values).'), ''
            ),
            if(
                max_difference_share is null,
                ' The basis of this model was not doubled.',
                concat(
                    ' Twice the basis moves the curve by ', {{ short('100 * max_difference_share', 2) }}, ' % of its range',
                    if(max_difference_share <= 0.05, ': it stays as it is.', ': trust its broad shape only.')
                )
            )
        )
    end as explanation
from explained
