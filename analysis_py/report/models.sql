-- The models that a search may find, each in the latest population that has it.
select
    model_name as model,
    'find.html#cohort_id=' || url_encode(arg_max(cohort_id, (cohort_order, cohort_id)))
    || '&model=' || url_encode(model_name) as address
from reporting.rpt_evaluations
inner join reporting.rpt_cohorts using (cohort_id)
where model_name is not null
group by model_name
order by model_name;
