-- Claims that two size curves have one shape: of raw and scaled scores, or of training types. Soundly,
-- the curves are those of the models with a random effect of the base family.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'curve_similarity'

),

scaled as (

    select * from {{ ref('stat_gamm_scaling') }}
    where engine = 'reml' and term = 's(log_parameters_b)' and correlation is not null

),

curves as (

    select
        cohort_id,
        benchmark_id,
        regexp_extract(term, 'training_type=(.*)$', 1) as training_type,
        x,
        estimate,
        lead(x) over following as next_x,
        lead(estimate) over following as next_estimate
    from {{ ref('stat_gamm_curves') }}
    where gamm = 'size_by_type' and engine = 'reml' and term like '%training_type=%'
    window following as (partition by cohort_id, benchmark_id, term order by x)

),

-- the types that a claim names, each against each where both have models; every type has sizes of
-- its own, so that the second curve is interpolated at those of the first
alike as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        a.benchmark_id,
        a.training_type as type_a,
        b.training_type as type_b,
        any_value(cells.measure) as measure,
        any_value(cells.decision) as decision,
        any_value(cells.decision_value) as decision_value,
        any_value(cells.tolerance) as tolerance,
        any_value(cells.n_benchmarks) as n_benchmarks,
        corr(
            a.estimate, b.estimate + (b.next_estimate - b.estimate) * (a.x - b.x) / (b.next_x - b.x)
            order by a.x
        ) as correlation,
        count(*) as n_points
    from cells
    inner join curves as a
        on cells.cohort_id = a.cohort_id
        and list_contains(string_split(concat_ws('/', cells.group_a, cells.group_b), '/'), a.training_type)
    inner join curves as b
        on a.cohort_id = b.cohort_id and a.benchmark_id = b.benchmark_id and a.x >= b.x and a.x < b.next_x
        and a.training_type < b.training_type
        and list_contains(string_split(concat_ws('/', cells.group_a, cells.group_b), '/'), b.training_type)
    where cells.measure in ('type_correlation', 'mean_type_correlation') and cells.basis = 'same_method'
    group by cells.claim_id, cells.basis, cells.cohort_id, a.benchmark_id, a.training_type, b.training_type

)

select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    scaled.correlation as observed,
    {{ verdict_when(meets_number('scaled.correlation')) }} as verdict,
    concat(
        'The size curves of scaled and raw scores on ', benchmarks.benchmark_name,
        case cells.basis when 'sound_method' then ', with a random effect of base family,' else '' end, ' correlate by ',
        {{ short('scaled.correlation', 4) }}, '; they are ', {{ short('100 * scaled.max_difference_share', 2) }},
        ' % of the curve''s range apart at most.'
    ) as detail,
    concat(
        scaled.benchmark_id, ': r ', {{ short('scaled.correlation', 6) }}, ', largest distance ',
        {{ short('100 * scaled.max_difference_share', 3) }}, ' % of the range of the curve'
    ) as evidence
from cells
inner join scaled using (cohort_id, gamm, benchmark_id)
left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
where cells.measure = 'scaled_correlation' and cells.basis in ('same_method', 'sound_method')
union all by name
select
    claim_id,
    basis,
    cohort_id,
    if(measure = 'type_correlation', min(correlation), avg(correlation order by correlation)) as observed,
    case
        when measure = 'type_correlation' and not bool_and({{ meets_number('correlation') }}) then 'contradicted'
        when measure != 'type_correlation' and not {{ meets_number('avg(correlation order by correlation)') }} then 'contradicted'
        when count(distinct benchmark_id) < any_value(n_benchmarks) then 'inconclusive'
        else 'supported'
    end as verdict,
    concat(
        count(*), ' pairs of curves on ', count(distinct benchmark_id), ' benchmarks correlate by ',
        {{ short('avg(correlation order by correlation)', 3) }}, ' on average and by ', {{ short('min(correlation)', 3) }}, ' at least (',
        arg_min(benchmark_id || ', ' || type_a || ' with ' || type_b, correlation), ').'
    ) as detail,
    concat(
        count(*), ' correlations, mean ', {{ short('avg(correlation order by correlation)', 3) }}, ', least ',
        {{ short('min(correlation)', 3) }}
    ) as evidence
from alike
-- a flat curve has no shape to correlate
where isfinite(correlation)
group by claim_id, basis, cohort_id, measure, decision, decision_value, tolerance
