{% call named(cohorts=false) %}
select
    conclusion,
    benchmark_id,
    contrast,
    factor,
    count(*) as n_specifications,
    count(*) filter (status = 'ok') as n_tested,
    -- a specification that repeats another has one vote with it
    count(*) filter (status = 'ok' and repeats is null) as n_distinct,
    avg((decision = 'positive')::integer) filter (repeats is null) as share_positive,
    avg((decision = 'negative')::integer) filter (repeats is null) as share_negative,
    avg((decision = 'not significant')::integer) filter (repeats is null) as share_not_significant,
    median(standardised_estimate) filter (status = 'ok' and repeats is null) as median_standardised_estimate,
    min(standardised_estimate) filter (status = 'ok') as min_standardised_estimate,
    max(standardised_estimate) filter (status = 'ok') as max_standardised_estimate,
    case when n_tested > 0 then 'ok' else 'no specification could be tested' end as status
from {{ ref('stat_specification_curve') }}
group by conclusion, benchmark_id, contrast, factor
{% endcall %}
