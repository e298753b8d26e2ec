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

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'gamm_slope'

),

points as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        curves.benchmark_id,
        curves.x,
        curves.estimate,
        max(curves.estimate) over so_far as highest,
        min(curves.estimate) over so_far as lowest
    from cells
    inner join {{ ref('stat_gamm_curves') }} as curves
        on cells.cohort_id = curves.cohort_id
        and cells.gamm = curves.gamm
        and (cells.benchmark_id = curves.benchmark_id or cells.benchmark_id = 'all')
        and curves.parameters_b >= coalesce(cells.size_a_low_b, 0)
        and curves.parameters_b <= coalesce(cells.size_a_high_b, 'infinity'::double)
    where
        curves.engine = 'reml' and curves.term = 's(log_parameters_b)'
        and cells.measure in ('linear', 'linear_rise', 'drawn_waves')
    window so_far as (partition by cells.claim_id, cells.basis, cells.cohort_id, curves.benchmark_id order by curves.x)

),

-- of the curve at sizes evenly spread on the log scale: the share of its variation that a line explains,
-- and the share of its range by which it both rises and falls
shapes as (

    select
        claim_id,
        basis,
        cohort_id,
        benchmark_id,
        regr_r2(estimate, x order by x) as line_share,
        least(max(highest - estimate), max(estimate - lowest)) / nullif(max(estimate) - min(estimate), 0) as wave_share
    from points
    group by claim_id, basis, cohort_id, benchmark_id

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
        cells.n_benchmarks,
        benchmarks.benchmark_name,
        any_value(shapes.line_share) as line_share,
        any_value(shapes.wave_share) as wave_share,
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
        and cells.gamm = slopes.gamm
        and (cells.benchmark_id = slopes.benchmark_id or cells.benchmark_id = 'all')
        and slopes.parameters_b >= coalesce(cells.size_a_low_b, 0)
        and slopes.parameters_b <= coalesce(cells.size_a_high_b, 'infinity'::double)
    left join shapes
        on cells.claim_id = shapes.claim_id and cells.basis = shapes.basis and cells.cohort_id = shapes.cohort_id
        and slopes.benchmark_id = shapes.benchmark_id
    left join {{ ref('dim_benchmarks') }} as benchmarks on slopes.benchmark_id = benchmarks.benchmark_id
    where cells.measure != 'n_benchmarks_flatter'
    group by all

),

judged as (

    select
        *,
        basis = 'sound_method' as is_sound,
        case
            when measure in ('linear', 'linear_rise') then line_share
            when measure = 'drawn_waves' then wave_share
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
            -- a wave goes up and down
            when measure = 'waves'
                then case
                    when is_rising and is_falling then 'supported'
                    when is_sound and not (is_rising_throughout or is_falling_throughout) then 'inconclusive'
                    else 'contradicted'
                end
            when measure = 'drawn_waves' then {{ verdict_when(meets_number('wave_share')) }}
            -- both directions show that there is no one; neither shows nothing
            when measure = 'no_direction'
                then case
                    when is_rising and is_falling then 'supported'
                    when is_rising or is_falling then 'contradicted'
                    when is_sound then 'inconclusive'
                    else 'supported'
                end
            -- soundly, a line is one that leads somewhere, and a bend one that the band shows
            when measure in ('linear', 'linear_rise')
                then case
                    when not is_sound
                        then {{ verdict_when(meets_number('line_share') ~ " and (measure = 'linear' or is_rising_throughout)") }}
                    when measure = 'linear_rise' and is_falling then 'contradicted'
                    when not {{ meets_number('line_share') }} and is_curved then 'contradicted'
                    when not {{ meets_number('line_share') }} then 'inconclusive'
                    when if(measure = 'linear', is_rising or is_falling, is_rising_throughout) then 'supported'
                    else 'inconclusive'
                end
            when measure = 'n_benchmarks_never_falling'
                then case when is_falling then 'falls' when is_rising_throughout or not is_sound then 'never' else 'open' end
        end as verdict
    from in_range

),

described as (

    select
        *,
        concat(
            'on ', benchmark_name, ' from ', {{ short('from_b', 3) }}, ' to ', {{ short('to_b', 3) }},
            ' B the curve ',
            case
                when is_rising_throughout then 'rises throughout'
                when is_falling_throughout then 'falls throughout'
                when is_rising and is_falling then 'rises in parts and falls in parts'
                when is_rising then 'rises in parts and nowhere falls'
                when is_falling then 'falls in parts and nowhere rises'
                else 'is nowhere shown to rise or fall'
            end,
            ' (slope of log score on log size ', {{ short('mean_slope', 2) }}, ' on average, from ',
            {{ short('least_slope', 2) }}, ' to ', {{ short('greatest_slope', 2) }}, ' over ', n_points, ' sizes, ',
            case when is_sound then 'simultaneous' else 'pointwise' end, ' ', {{ confidence_in_words() }}, ' band',
            case
                when measure = 'drawn_waves'
                    then concat('; it both rises and falls by ', {{ short('100 * wave_share', 2) }}, ' % of its range')
                when line_share is not null
                    then concat(
                        '; a straight line explains ', {{ short('100 * line_share', 3) }}, ' % of the variation of the curve, and ',
                        if(is_curved, 'none', 'one'), ' fits within the band'
                    )
                else ''
            end, ')'
        ) as sentence,
        concat(
            benchmark_id, ': mean slope ', {{ short('mean_slope', 3) }}, ', ', {{ short('least_slope', 3) }}, ' to ',
            {{ short('greatest_slope', 3) }}, coalesce(', share of a line ' || {{ short('line_share', 3) }}, '')
        ) as evidence
    from judged

),

-- the slope above a size less that below
flatter as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        cells.n_benchmarks,
        slopes.benchmark_id,
        benchmarks.benchmark_name,
        avg(slopes.estimate order by slopes.parameters_b)
        filter (where slopes.parameters_b > cells.size_a_low_b) as slope_above,
        avg(slopes.estimate order by slopes.parameters_b)
        filter (where slopes.parameters_b <= cells.size_a_low_b) as slope_below
    from cells
    inner join slopes
        on cells.basis = slopes.basis and cells.cohort_id = slopes.cohort_id and cells.gamm = slopes.gamm
        and (cells.benchmark_id = slopes.benchmark_id or cells.benchmark_id = 'all')
    left join {{ ref('dim_benchmarks') }} as benchmarks on slopes.benchmark_id = benchmarks.benchmark_id
    where cells.measure = 'n_benchmarks_flatter' and cells.basis = 'same_method'
    group by all

)

select
    claim_id,
    basis,
    cohort_id,
    avg(observed order by benchmark_id) as observed,
    {{ verdict_of_all('verdict', 'any_value(n_benchmarks)') }} as verdict,
    concat('By the GAMM "', any_value(gamm), '", ', string_agg(sentence, '; ' order by benchmark_id), '.') as detail,
    string_agg(evidence, ' | ' order by benchmark_id) as evidence
from described
where measure in ('slope', 'waves', 'drawn_waves', 'no_direction', 'linear', 'linear_rise')
group by claim_id, basis, cohort_id
union all by name
select
    described.claim_id,
    described.basis,
    described.cohort_id,
    described.observed,
    case
        when starts_with(cells.expected, 'excludes')
            then case when described.verdict = 'moves' then 'supported' when described.is_sound then 'inconclusive' else 'contradicted' end
        -- "no increase" is contradicted by a rise alone, and shown by a fall throughout
        when described.is_rising then 'contradicted'
        when described.is_falling_throughout then 'supported'
        when described.is_sound then 'inconclusive'
        else 'supported'
    end as verdict,
    concat('By the GAMM "', described.gamm, '", ', described.sentence, '.') as detail,
    described.evidence
from described
inner join cells using (claim_id, basis, cohort_id)
where described.measure = 'movement'
union all by name
-- "not on all" is about as many benchmarks as there are
select
    claim_id,
    basis,
    cohort_id,
    count(*) filter (where verdict = 'never')::double as observed,
    case
        when decision != 'below'
            then {{ verdict_between(
                "count(*) filter (where verdict = 'never')", "(any_value(n_benchmarks) - count(*) filter (where verdict = 'falls'))"
            ) }}
        when count(*) filter (where verdict = 'falls') > 0 then 'supported'
        when count(*) filter (where verdict = 'never') >= any_value(n_benchmarks) then 'contradicted'
        else 'inconclusive'
    end as verdict,
    concat(
        'By the GAMM "', any_value(gamm), '", ',
        string_agg(
            concat(
                'on ', benchmark_name,
                case verdict
                    when 'falls' then ' the curve falls somewhere'
                    when 'never' then ' it falls nowhere'
                    else ' it is neither shown to fall somewhere nor to rise throughout'
                end
            ), ', ' order by benchmark_id
        ),
        ' (', any_value(case when is_sound then 'simultaneous' else 'pointwise' end), ' ', {{ confidence_in_words() }}, ' bands).'
    ) as detail,
    string_agg(benchmark_id || ' ' || verdict, ', ' order by benchmark_id) as evidence
from described
where measure = 'n_benchmarks_never_falling'
group by claim_id, basis, cohort_id, decision, decision_value, tolerance
union all by name
select
    claim_id,
    basis,
    cohort_id,
    count(*) filter (where slope_above < slope_below)::double as observed,
    {{ verdict_of_all(verdict_when('slope_above < slope_below'), 'any_value(n_benchmarks)') }} as verdict,
    concat(
        'Mean slope of log score on log size below and above the claim''s size: ',
        string_agg(
            concat(benchmark_name, ' ', {{ short('slope_below', 2) }}, ' and ', {{ short('slope_above', 2) }}), ', ' order by benchmark_id
        ), '.'
    ) as detail,
    string_agg(
        benchmark_id || ' ' || {{ short('slope_below', 3) }} || ' below and ' || {{ short('slope_above', 3) }} || ' above',
        ', ' order by benchmark_id
    ) as evidence
from flatter
where slope_above is not null and slope_below is not null
group by claim_id, basis, cohort_id
