-- How alike the size curves of two training types are, for pairs of the types that a claim names, where both
-- have models: as drawn, and beyond the line that each follows, since any two rising curves correlate. Types
-- differ in their sizes, so the second curve is interpolated at the sizes of the first.
with curves as (

    select
        *,
        regexp_extract(term, 'training_type=(.*)$', 1) as training_type,
        lead(x) over following as next_x,
        lead(estimate) over following as next_estimate
    from {{ ref('stat_gamm_curves') }}
    where gamm = 'size_by_type' and term like '%training_type=%'
    window following as (partition by cohort_id, benchmark_id, term order by x)

),

types as (

    select
        cell_id,
        cohort_id,
        unnest(string_split(concat_ws('/', group_a, group_b), '/')) as training_type
    from {{ ref('int_claim_cells_selected') }}
    where measure = 'types_alike_on_most' and basis = 'same_method'

),

points as (

    select
        types.cell_id,
        a.benchmark_id,
        concat(
            a.training_type, ' and ', b.training_type, ' models on ', {{ variable_name('a.benchmark_id') }}
        ) as which,
        a.x,
        a.estimate as y_a,
        b.estimate + (b.next_estimate - b.estimate) * (a.x - b.x) / (b.next_x - b.x) as y_b
    from types
    inner join types as others using (cell_id)
    inner join curves as a on types.cohort_id = a.cohort_id and types.training_type = a.training_type
    inner join curves as b
        on a.cohort_id = b.cohort_id and a.benchmark_id = b.benchmark_id and a.x >= b.x and a.x < b.next_x
        and others.training_type = b.training_type and a.training_type < b.training_type

)

select
    cell_id,
    benchmark_id,
    which,
    corr(y_a, y_b order by x) as correlation,
    corr(y_a, x order by x) as linear_a,
    corr(y_b, x order by x) as linear_b,
    -- the partial correlation given size; a curve that is a line but for rounding has none
    case
        when greatest(abs(linear_a), abs(linear_b)) < 1 - 1e-9
            then (correlation - linear_a * linear_b) / sqrt((1 - linear_a ^ 2) * (1 - linear_b ^ 2))
    end as correlation_beyond_lines
from points
group by all
-- a flat curve has no shape to correlate
having isfinite(correlation)
