-- What the words of the page cite.
with
-- How often base families lay in intervals that had no say of them: families left out, and those that came next.
models_coverage as (
    select
        cohort_name,
        predicted_from,
        case
            when judged_on = 'families left out' then 'like those before, left out'
            when calibrated_on = 'families left out' then 'like those before, the next families'
            else 'for the next family, the next families'
        end as tried,
        nominal,
        min(coverage) as lowest,
        max(coverage) as highest,
        median(median_width_pct) as median_width_pct,
        count(*) as n_benchmarks,
        count(*) filter (where is_held) as n_held,
        max(n_judged) as n_judged
    from reporting.rpt_prediction_coverage
    inner join reporting.rpt_cohorts using (cohort_id, cohort_name)
    where judged_on in ('families left out', 'next families')
    group by cohort_name, n_evaluations, predicted_from, calibrated_on, judged_on, nominal
    order by n_evaluations asc, cohort_name asc, predicted_from asc, nominal asc, calibrated_on asc, judged_on asc
),

-- How many evaluations of each population are indistinguishable from the best, by the average of all
-- benchmarks, and what the score of the best is worth.
models_ranked as (
    select
        ranks.cohort_name,
        ranks.n_models,
        count(*) filter (where ranks.is_among_best) as n_among_best,
        median(ranks.rank_high - ranks.rank_low + 1) as median_width,
        any_value(winners.model_name) as best_model,
        any_value(winners.score_pct) as best_pct,
        any_value(winners.corrected_pct) as corrected_pct,
        any_value(winners.hybrid_low) as ci_low,
        any_value(winners.hybrid_high) as ci_high
    from reporting.rpt_model_ranks as ranks
    left join reporting.rpt_winners as winners using (cohort_id, benchmark_id)
    where ranks.benchmark_id = 'average' and ranks.status = 'ok'
    group by ranks.cohort_id, ranks.cohort_name, ranks.n_models
    order by ranks.n_models asc, ranks.cohort_name asc
)

select
    array(select models_coverage from models_coverage) as models_coverage,
    array(select models_ranked from models_ranked) as models_ranked;
