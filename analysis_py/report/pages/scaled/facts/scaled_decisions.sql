-- How many smooths of the paper's rows change their decision when the scores are scaled, by model.
select
    plain.gamm,
    count(*) as n_smooths,
    count(*) filter (plain.is_significant and not scaled.is_significant) as n_lost,
    count(*) filter (not plain.is_significant and scaled.is_significant) as n_won
from statistics.stat_gamm_terms as plain
inner join statistics.stat_gamm_terms as scaled
    on plain.cohort_id = scaled.cohort_id and scaled.gamm = plain.gamm || '_scaled'
    and plain.benchmark_id = scaled.benchmark_id and plain.engine = scaled.engine
    and plain.term = scaled.term
where
    plain.cohort_id = 'paper_2024_01' and plain.engine = 'reml'
    and starts_with(plain.term, 's(log_')
group by plain.gamm
order by plain.gamm;
