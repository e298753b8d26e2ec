-- Claims about the slope of score against size within a range of sizes. The paper read its curves
-- with pointwise bands; a sound reading of a whole curve takes simultaneous ones, of the model with a
-- random effect of the base family.
with slopes as (

    select
        unnest([
            { 'basis': 'same_method', 'low': ci_low, 'high': ci_high },
            { 'basis': 'sound_method', 'low': simultaneous_low, 'high': simultaneous_high }
        ], recursive := true),
        cohort_id,
        gamm,
        benchmark_id,
        parameters_b,
        estimate
    from {{ ref('stat_gamm_derivatives') }}
    where engine = 'reml' and term = 's(log_parameters_b)' and parameters_b is not null

),

edfs as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        edf
    from {{ ref('stat_gamm_terms') }}
    where engine = 'reml' and term = 's(log_parameters_b)'

),

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'gamm_slope'

),

in_range as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        cells.measure,
        cells.decision,
        cells.decision_value,
        cells.tolerance,
        cells.threshold,
        -- an edf says how straight the whole curve is, and nothing about a part of it
        any_value(case when cells.size_a_low_b is null and cells.size_a_high_b is null then edfs.edf end) as edf,
        slopes.gamm,
        slopes.benchmark_id,
        count(*) as n_points,
        avg(slopes.estimate order by slopes.parameters_b) as mean_slope,
        min(slopes.estimate) as least_slope,
        max(slopes.estimate) as greatest_slope,
        bool_or(slopes.low > 0) as is_rising,
        bool_and(slopes.low > 0) as is_rising_throughout,
        bool_or(slopes.high < 0) as is_falling,
        bool_and(slopes.high < 0) as is_falling_throughout,
        -- a straight line has one slope, which must lie in every band
        max(slopes.low) > min(slopes.high) as is_curved,
        min(slopes.parameters_b) as from_b,
        max(slopes.parameters_b) as to_b
    from cells
    inner join slopes
        on cells.basis = slopes.basis
        and cells.cohort_id = slopes.cohort_id
        and {{ judged_gamm('cells') }} = slopes.gamm
        and (cells.benchmark_id = slopes.benchmark_id or cells.benchmark_id = 'all')
        and slopes.parameters_b >= coalesce(cells.size_a_low_b, 0)
        and slopes.parameters_b <= coalesce(cells.size_a_high_b, 'infinity'::double)
    left join edfs
        on slopes.cohort_id = edfs.cohort_id and slopes.gamm = edfs.gamm and slopes.benchmark_id = edfs.benchmark_id
    where cells.measure != 'n_benchmarks_flatter'
    group by all

),

judged as (

    select
        *,
        basis = 'sound_method' as is_sound,
        case measure
            when 'linear' then edf
            when 'linear_rise' then edf
            else mean_slope
        end as observed,
        case
            -- "somewhere" asks for one point, else the whole range is meant
            when measure = 'slope' and decision = 'positive'
                then case
                    when is_rising_throughout or (is_rising and contains(threshold, 'somewhere')) then 'supported'
                    when is_falling then 'contradicted'
                    else 'inconclusive'
                end
            when measure = 'slope'
                then case
                    when is_falling_throughout or (is_falling and contains(threshold, 'somewhere')) then 'supported'
                    when is_rising then 'contradicted'
                    else 'inconclusive'
                end
            when measure = 'movement' and contains(threshold, 'simultaneous interval')
                then case when is_rising or is_falling then 'moves' else 'still' end
            when measure = 'fall'
                then case
                    when is_falling then 'supported'
                    when is_sound and not is_rising_throughout then 'inconclusive'
                    else 'contradicted'
                end
            when measure = 'no_direction'
                then {{ verdict_when('is_rising = is_falling') }}
            when measure = 'linear'
                then case
                    when edf < 2 then 'supported'
                    when is_curved then 'contradicted'
                    when is_sound then 'inconclusive'
                    else 'supported'
                end
            when measure = 'linear_rise'
                then case
                    when edf < 1.5 and is_rising_throughout then 'supported'
                    when is_sound and not (is_curved or is_falling) then 'inconclusive'
                    else 'contradicted'
                end
            when measure = 'n_benchmarks_never_falling'
                then case when is_falling then 'falls' else 'never' end
        end as verdict
    from in_range

),

described as (

    select
        *,
        concat(
            gamm, ' on ', benchmark_id, ' from ', {{ short('from_b', 3) }}, ' to ', {{ short('to_b', 3) }}, ' B: mean slope ',
            {{ short('mean_slope', 3) }}, ', between ', {{ short('least_slope', 3) }}, ' and ',
            {{ short('greatest_slope', 3) }},
            case
                when is_rising_throughout then ', rises throughout'
                when is_falling_throughout then ', falls throughout'
                when is_rising and is_falling then ', rises and falls'
                when is_rising then ', rises somewhere'
                when is_falling then ', falls somewhere'
                else ', neither rises nor falls'
            end,
            coalesce(', edf ' || {{ short('edf', 3) }}, ''),
            case when measure like 'linear%' and is_curved then ', no one slope lies in every band' else '' end,
            ' (', n_points, ' sizes, ', case when is_sound then 'simultaneous' else 'pointwise' end, ' ',
            {{ confidence_in_words() }}, ')'
        ) as detail
    from judged

),

-- the slope above a size less that below
flatter as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        slopes.benchmark_id,
        avg(slopes.estimate order by slopes.parameters_b)
        filter (where slopes.parameters_b > cells.size_a_low_b) as slope_above,
        avg(slopes.estimate order by slopes.parameters_b)
        filter (where slopes.parameters_b <= cells.size_a_low_b) as slope_below
    from cells
    inner join slopes
        on cells.basis = slopes.basis and cells.cohort_id = slopes.cohort_id and cells.gamm = slopes.gamm
        and (cells.benchmark_id = slopes.benchmark_id or cells.benchmark_id = 'all')
    where cells.measure = 'n_benchmarks_flatter' and cells.basis = 'same_method'
    group by all

)

select
    claim_id,
    basis,
    cohort_id,
    avg(observed order by benchmark_id) as observed,
    {{ verdict_of_all('verdict') }} as verdict,
    string_agg(detail, ' | ' order by benchmark_id) as detail
from described
where measure in ('slope', 'fall', 'no_direction', 'linear', 'linear_rise')
group by claim_id, basis, cohort_id
union all
select
    described.claim_id,
    described.basis,
    described.cohort_id,
    described.observed,
    case
        when starts_with(cells.expected, 'excludes')
            then case when described.verdict = 'moves' then 'supported' when described.is_sound then 'inconclusive' else 'contradicted' end
        -- "no increase" is contradicted by a rise alone
        when described.is_rising then 'contradicted'
        when described.is_sound then 'inconclusive'
        else 'supported'
    end as verdict,
    described.detail
from described
inner join cells using (claim_id, basis, cohort_id)
where described.measure = 'movement'
union all
select
    claim_id,
    basis,
    cohort_id,
    count(*) filter (where verdict = 'never')::double as observed,
    case
        -- a fall that is not shown is no proof of none
        when
            basis = 'sound_method'
            and {{ meets_number("count(*) filter (where verdict = 'never')") }} = (decision in ('at_least', 'above'))
            then 'inconclusive'
        else {{ verdict_when(meets_number("count(*) filter (where verdict = 'never')")) }}
    end as verdict,
    string_agg(
        benchmark_id || case verdict when 'never' then ' never falls' else ' falls somewhere' end, ', ' order by benchmark_id
    ) as detail
from described
where measure = 'n_benchmarks_never_falling'
group by claim_id, basis, cohort_id, decision, decision_value, tolerance
union all
select
    claim_id,
    basis,
    cohort_id,
    count(*) filter (where slope_above < slope_below)::double as observed,
    {{ verdict_when('bool_and(slope_above < slope_below)') }} as verdict,
    string_agg(
        benchmark_id || ' ' || {{ short('slope_below', 3) }} || ' below and ' || {{ short('slope_above', 3) }} || ' above',
        ', ' order by benchmark_id
    ) as detail
from flatter
where slope_above is not null and slope_below is not null
group by claim_id, basis, cohort_id
