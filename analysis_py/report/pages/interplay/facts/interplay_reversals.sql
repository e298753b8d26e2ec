-- Pairs of the paper's rows whose curve falls significantly, given the rest, though the two scores go
-- together by themselves; the largest fall first.
select
    predictor_name,
    benchmark_name,
    change_pct,
    rpt_interplay.p_value,
    concurvity,
    correlations.estimate as correlation
from reporting.rpt_interplay
inner join statistics.stat_correlations as correlations
    on rpt_interplay.cohort_id = correlations.cohort_id
    and correlations.method = 'pearson'
    and list_sort([benchmark_a, benchmark_b]) = list_sort([benchmark_id, predictor])
where
    rpt_interplay.cohort_id = 'paper_2024_01' and engine = 'reml'
    and rpt_interplay.is_significant and change_pct < 0 and correlations.estimate > 0
order by change_pct;
