-- Silhouettes, purities and shares of variance of each label on the paper's rows, beside its analysis of variance.
select
    * exclude (cohort_id, cohort_name, cohort_role, status)
from reporting.rpt_clusters
where cohort_role = 'paper' and status = 'ok' and factor != 'architecture_family_5'
order by case factor when 'parameter_range' then 1 when 'architecture_family' then 2 else 3 end;
