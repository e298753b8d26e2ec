-- The claims, benchmarks and models that a search may find; the latter two each in the latest population that
-- has it.
select distinct
    'claim' as kind,
    format('{}: {}', claim_id, statement) as words,
    'claims.html#' || claim_id as address,
    '' as text
from reporting.rpt_claims
union all
select
    'benchmark',
    benchmark_name,
    'find.html#cohort_id=' || url_encode(arg_max(cohort_id, (cohort_order, cohort_id)))
    || '&benchmark_id=' || url_encode(benchmark_id),
    ''
from statistics.stat_model_ranks
inner join marts.dim_cohorts using (cohort_id)
where benchmark_id != 'average'
group by benchmark_id, benchmark_name
union all
select
    'model',
    coalesce(display_name, model_name),
    'find.html#cohort_id=' || url_encode(arg_max(cohort_id, (cohort_order, cohort_id)))
    || '&model=' || url_encode(model_name),
    -- searched too: the name that the source gives it
    if(display_name is null, '', model_name)
from reporting.rpt_evaluations
inner join marts.dim_cohorts using (cohort_id)
left join reporting.rpt_display_names on model_name = name
where model_name is not null
group by model_name, display_name
order by kind, words;
