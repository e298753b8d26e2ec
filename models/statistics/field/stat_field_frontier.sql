-- The best score so far by half-year of release, and how far it is from the ceiling.
with scores as (

    select
        scores.*,
        date '2020-01-01' + (scores.years * 365.25)::integer as released_on
    from {{ ref('int_field_scores') }} as scores
    semi join {{ ref('int_field_models') }} using (cohort_id, benchmark_id)
    where scores.years is not null

),

halves as (

    select
        *,
        make_date(year(released_on)::integer, case when month(released_on) < 7 then 1 else 7 end, 1) as half_year
    from scores

),

summed as (

    select
        cohort_id,
        benchmark_id,
        half_year,
        count(*) as n_obs,
        count(distinct weights) as n_models,
        count(distinct developer) as n_developers,
        count(log2_total) as n_sized,
        count(*) filter (where is_open = 1) as n_open,
        median(score_pct) as median_pct,
        max(score_pct) as best_pct,
        arg_max(weights, (score_pct, weights)) as best_model,
        max(score_pct) filter (where is_open = 1) as best_open_pct
    from halves
    group by cohort_id, benchmark_id, half_year

),

so_far as (

    select
        *,
        max(best_pct) over until_then as frontier_pct,
        max(best_open_pct) over until_then as frontier_open_pct
    from summed
    window until_then as (partition by cohort_id, benchmark_id order by half_year)

)

select
    so_far.*,
    100 - so_far.frontier_pct as gap_to_ceiling_pct,
    -- of the best score, where the number of items is known
    100 * sqrt(so_far.frontier_pct / 100 * (1 - so_far.frontier_pct / 100) / benchmarks.n_items) as std_error_pct
from so_far
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
