-- How often base families lay in intervals that had no say of them, over the benchmarks of a population:
-- families left out, and those that came next.
select
    cohort_id,
    coverages.cohort_name,
    coverages.cohort_role,
    coverages.predicted_from,
    case
        when coverages.judged_on = 'families left out' then 'like those before, left out'
        when coverages.calibrated_on = 'families left out' then 'like those before, the next families'
        else 'for the next family, the next families'
    end as tested_on,
    coverages.calibrated_on,
    coverages.judged_on,
    coverages.nominal,
    min(coverages.coverage) as coverage_low,
    max(coverages.coverage) as coverage_high,
    median(coverages.median_width_pct) as median_width_pct,
    count(*) as n_benchmarks,
    count(*) filter (where coverages.is_held) as n_held,
    max(coverages.n_judged) as n_judged
from {{ ref('stat_prediction_coverage') }} as coverages
where coverages.status = 'ok' and coverages.judged_on in ('families left out', 'next families')
group by all
