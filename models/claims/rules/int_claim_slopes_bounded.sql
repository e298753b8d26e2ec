-- The bounds of each slope that a basis rests on: the one place that says what a curve shows. The papers read
-- pointwise bands. Soundly, a slope is bounded by the simultaneous bands of all smoothers together, of the
-- model with a random effect of the base family, and not at all where its term errs too often by simulation.
select
    *,
    'same_method' as basis,
    ci_low as low,
    ci_high as high,
    null as type1_error,
    false as is_shown_by_one
from {{ ref('stat_gamm_derivatives') }}
union all by name
select
    slopes.*,
    'sound_method' as basis,
    if(
        coalesce(errors.is_testable, false),
        coalesce(slopes.agreed_low, '-infinity'::double),
        '-infinity'::double
    ) as low,
    if(
        coalesce(errors.is_testable, false),
        coalesce(slopes.agreed_high, 'infinity'::double),
        'infinity'::double
    ) as high,
    errors.type1_error,
    slopes.simultaneous_low > 0 or slopes.simultaneous_high < 0 as is_shown_by_one
from {{ ref('stat_gamm_derivatives') }} as slopes
left join {{ ref('stat_gamm_type1_errors') }} as errors using (cohort_id, gamm, benchmark_id, term)
