-- Scores on every scale, summed over rows that agree in all that a specification knows of them.
-- Every test of the specification curves on these cells equals one on the rows. A population without
-- a row on either side of a conclusion keeps a row with n = 0.
with

-- one pass over the rows; each row on every scale would be five times as many
summed as (

    select
        set_number,
        benchmark_id,
        side,
        cell_number,
        {{ exact_sums('raw') }} as raw,
        {{ exact_sums('log') }} as log,
        {{ exact_sums('logit') }} as logit,
        {{ exact_sums('above_chance') }} as above_chance,
        {{ exact_sums('rank') }} as rank
    from {{ ref('int_specification_rows_scaled') }}
    group by set_number, benchmark_id, side, cell_number

),

by_scale as (

    unpivot summed
    on raw, log, logit, above_chance, rank
    into name score_scale value sums

),

sums as (

    select
        * exclude (sums),
        sums.n_obs,
        sums.total,
        sums.total_squares
    from by_scale
    -- a score of 0 has no logarithm
    where sums.n_obs > 0

),

sets as (

    select distinct
        set_number,
        cohort_id,
        duplicates,
        conclusion
    from {{ ref('int_specification_sets_numbered') }}

),

cells as (

    select distinct
        cell_number,
        training_type,
        architecture_family,
        parameters_b,
        base_family
    from {{ ref('int_specification_evaluations_numbered') }}

),

-- in the unit of the scale; ranks in twice the rank
described as (

    select
        sums.*,
        sets.* exclude (set_number),
        cells.* exclude (cell_number),
        total / n_obs / case when score_scale = 'rank' then 1 else 1e6 end as mean,
        (n_obs * total_squares - total * total)::double / n_obs
        / case when score_scale = 'rank' then 1 else 1e12 end as sum_squares
    from sums
    inner join sets using (set_number)
    inner join cells using (cell_number)

)

select
    populations.cohort_id,
    populations.duplicates,
    conclusions.conclusion,
    conclusions.contrast,
    conclusions.factor,
    cohort_benchmarks.benchmark_id,
    -- an unknown chance level corrects nothing either
    coalesce(benchmarks.chance_pct > 0, false) as has_chance,
    described.score_scale,
    described.side,
    described.training_type,
    described.architecture_family,
    described.parameters_b,
    described.base_family,
    coalesce(described.n_obs, 0) as n_obs,
    described.mean,
    described.sum_squares
from {{ ref('specification_populations') }} as populations
inner join {{ ref('int_cohort_benchmarks_selected') }} as cohort_benchmarks using (cohort_id)
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
inner join {{ ref('specification_conclusions') }} as conclusions
    on cohort_benchmarks.benchmark_id = coalesce(conclusions.only_benchmark_id, cohort_benchmarks.benchmark_id)
left join described using (cohort_id, duplicates, conclusion, benchmark_id)
