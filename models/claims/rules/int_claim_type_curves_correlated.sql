-- How alike the size curves of two training types are, for pairs of the types that a claim names, where both
-- have models. Types differ in their sizes, so the second curve is interpolated at the sizes of the first.
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
        measure,
        unnest(string_split(concat_ws('/', group_a, group_b), '/')) as training_type
    from {{ ref('int_claim_cells_selected') }}
    where measure in ('type_correlation', 'mean_type_correlation') and basis = 'same_method'

)

select
    types.cell_id,
    types.measure,
    a.benchmark_id,
    concat(a.benchmark_id, ', ', a.training_type, ' with ', b.training_type) as which,
    corr(
        a.estimate, b.estimate + (b.next_estimate - b.estimate) * (a.x - b.x) / (b.next_x - b.x)
        order by a.x
    ) as correlation
from types
inner join types as others using (cell_id)
inner join curves as a on types.cohort_id = a.cohort_id and types.training_type = a.training_type
inner join curves as b
    on a.cohort_id = b.cohort_id and a.benchmark_id = b.benchmark_id and a.x >= b.x and a.x < b.next_x
    and others.training_type = b.training_type and a.training_type < b.training_type
group by all
-- a flat curve has no shape to correlate
having isfinite(correlation)
