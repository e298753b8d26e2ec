-- What the words of the page cite.
with
sources as (
    select * from reporting.rpt_field_sources
    where is_widest
    order by n_evaluations desc, cohort_name asc
),

-- the scales with dated models
scales as (
    select * from reporting.rpt_field_sources
    where n_dated > 0 and leader is not null and n_compared > 0 and n_scale_benchmarks > 0
    order by n_dated desc, cohort_name asc
),

-- how far open weights lag in the last year
lags as (
    select * from statistics.stat_ability_lags
    where status = 'ok' and regexp_full_match(window_name, '[0-9]{4}')
    qualify row_number() over (partition by cohort_id order by window_name desc) = 1
),

-- how fast prices of an ability fall
prices as (
    select * from statistics.stat_price_declines
    where window_name = 'all' and view = 'main' and status = 'ok'
    order by n_models desc, cohort_name asc
    limit 1
),

-- forecasts of the best score a year ahead that are not due
forecasts as (
    select
        * replace (strftime(due_on, '%Y-%m-%d') as due_on)
    from statistics.stat_forecasts
    where method = 'ability and line' and status = 'sealed' and horizon_months = 12
    order by cohort_name, benchmark_name
)

select
    *,
    array(select forecasts from forecasts) as forecasts,
    array(select sources from sources) as sources,
    array(select lags from lags) as lags,
    array(select prices from prices) as prices,
    array(select scales from scales) as scales
from reporting.rpt_facts_today;
