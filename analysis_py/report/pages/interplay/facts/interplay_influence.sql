-- For how many of the other scores each ability counts, on the paper's rows and on all of January 2024:
-- by the p-value of its term, adjusted for the scores, and by the band of the slope that holds for the whole curve and lets tunes of one base be alike.
select
    predictor,
    predictor_name,
    min(n_obs) as n_obs,
    cohort_role = 'paper' as is_paper,
    's(log_' || predictor || ')' in (
        select term from reporting.rpt_claims
        where claim_source = 'paper' and topic = 'interplay' and decision = 'significant'
    ) as is_said_to_count,
    count(*) as n_scores,
    count(*) filter (is_significant) as n_by_p,
    count(*) filter (direction_clustered <> 'neither') as n_by_band,
    median(abs(change_pct)) as median_change_pct
from reporting.rpt_interplay
where cohort_role in ('paper', 'headline') and engine = 'reml' and predictor <> 'parameters_b'
group by predictor, predictor_name, predictor_order, cohort_role
order by is_paper desc, predictor_order asc;
