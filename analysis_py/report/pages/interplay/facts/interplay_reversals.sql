-- Pairs of the paper's rows whose curve falls significantly, given the rest, though the two scores go
-- together by themselves; the largest fall first.
select
    predictor_name,
    interplay.benchmark_name,
    change_pct,
    interplay.p_value,
    concurvity,
    correlations.estimate as correlation
from reporting.rpt_interplay as interplay
inner join reporting.rpt_correlations as correlations
    on interplay.cohort_id = correlations.cohort_id and interplay.benchmark_id = correlations.benchmark_id
    and interplay.predictor = correlations.other_benchmark_id and correlations.method = 'pearson'
where
    interplay.cohort_role = 'paper' and engine = 'reml'
    and interplay.is_significant and change_pct < 0 and correlations.estimate > 0
order by change_pct;
