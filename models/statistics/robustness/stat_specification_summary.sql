with specifications as (

    select * from {{ ref('stat_specification_curve') }}

),

curves as (

    select * from {{ ref('fit_specification_curves') }}

),

counted as (

    select
        conclusion,
        benchmark_id,
        count(*) as n_specifications,
        count(*) filter (status = 'ok') as n_tested,
        avg((decision = 'positive')::integer) as share_positive,
        avg((decision = 'negative')::integer) as share_negative,
        avg((decision = 'not significant')::integer) as share_not_significant,
        min(standardised_estimate) filter (status = 'ok') as min_standardised_estimate,
        max(standardised_estimate) filter (status = 'ok') as max_standardised_estimate
    from specifications
    group by conclusion, benchmark_id

)

select
    counted.conclusion,
    counted.benchmark_id,
    curves.contrast,
    curves.factor,
    counted.n_specifications,
    counted.n_tested,
    counted.share_positive,
    counted.share_negative,
    counted.share_not_significant,
    curves.median_standardised_estimate,
    counted.min_standardised_estimate,
    counted.max_standardised_estimate,
    'wild cluster bootstrap of the median' as method,
    curves.p_value,
    curves.n_samples,
    curves.seed,
    case when counted.n_tested > 0 then 'ok' else 'no specification could be tested' end as status
from counted
inner join curves
    on counted.conclusion = curves.conclusion
    and counted.benchmark_id = curves.benchmark_id
