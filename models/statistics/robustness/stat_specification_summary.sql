{% call named(cohorts=false) %}
with counted as (

    select
        conclusion,
        benchmark_id,
        string_agg(distinct cohort_id, ' ' order by cohort_id) as populations,
        count(*) as n_specifications,
        count(*) filter (status = 'ok') as n_tested,
        -- a specification that repeats another has one vote with it
        count(*) filter (status = 'ok' and repeats is null) as n_distinct,
        avg((decision = 'positive')::integer) filter (repeats is null) as share_positive,
        avg((decision = 'negative')::integer) filter (repeats is null) as share_negative,
        avg((decision = 'not significant')::integer) filter (repeats is null) as share_not_significant,
        min(standardised_estimate) filter (status = 'ok') as min_standardised_estimate,
        max(standardised_estimate) filter (status = 'ok') as max_standardised_estimate
    from {{ ref('stat_specification_curve') }}
    group by conclusion, benchmark_id

),

-- a conclusion counts over the benchmarks of one board, which share their populations
adjusted as (

    select
        curves.*,
        {{ holm('curves.p_value_calibrated', 'curves.conclusion, counted.populations') }} as p_adjusted
    from {{ ref('fit_specification_curves') }} as curves
    inner join counted using (conclusion, benchmark_id)

)

select
    curves.* exclude (conclusion, benchmark_id, specifications),
    counted.* exclude (populations),
    'restricted wild cluster bootstrap of the median t' as method,
    {{ is_significant('curves.p_adjusted') }} as is_significant,
    case
        when curves.type1_error is null then 'how often the test errs is not known'
        when not {{ holds_level('curves.type1_error') }}
            then concat(
                'p_value errs in ', round(100 * curves.type1_error, 1), ' % of tests at 5 %: read p_value_calibrated'
            )
    end as warning,
    case when counted.n_tested > 0 then 'ok' else 'no specification could be tested' end as status
from counted
inner join adjusted as curves using (conclusion, benchmark_id)
{% endcall %}
