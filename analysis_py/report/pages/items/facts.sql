-- What the words of the page cite.
with
-- How well the items of a benchmark tell evaluations apart, and how many of them do so the wrong way.
items_benchmarks as (
    select * from reporting.rpt_item_benchmarks
    order by benchmark_order asc, benchmark_name asc
),

-- The suspect items of each benchmark with single answers, and what its best score is worth.
items_quality as (
    select * from reporting.rpt_item_quality order by benchmark_order asc, benchmark_id asc
),

-- Scores of evaluations whose single answers were brought in, the best first.
items_scores as (
    select * from reporting.rpt_item_scores
    order by benchmark_order asc, score_pct desc, model_name asc, evaluation_id asc
    limit 60
),

-- On how many items of a benchmark larger models do worse, and would by chance.
items_sizes as (
    select
        benchmark_name,
        n_items_sized as n_items,
        worse_share as estimate,
        worse_low as ci_low,
        worse_high as ci_high,
        worse_by_chance as null_mean,
        worse_p_value as p_value,
        n_families
    from reporting.rpt_item_benchmarks
    where worse_share is not null
    order by benchmark_order asc, benchmark_name asc
)

select
    array(select items_benchmarks from items_benchmarks) as items_benchmarks,
    array(select items_quality from items_quality) as items_quality,
    array(select items_scores from items_scores) as items_scores,
    array(select items_sizes from items_sizes) as items_sizes;
