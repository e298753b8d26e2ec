-- Claims that two size curves have one shape: of raw and scaled scores, or of training types. Soundly,
-- the curves are those of the models with a random effect of the base family.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'curve_similarity'

),

curves as (

    select
        cohort_id,
        benchmark_id,
        regexp_extract(term, 'training_type=(.*)$', 1) as training_type,
        x,
        estimate,
        lead(x) over following as next_x,
        lead(estimate) over following as next_estimate
    from {{ ref('stat_gamm_curves') }}
    where gamm = 'size_by_type' and term like '%training_type=%'
    window following as (partition by cohort_id, benchmark_id, term order by x)

),

-- raw and scaled curves by each smoother that both have
by_smoother as (

    select
        cohort_id,
        replace(gamm, '_scaled', '') as gamm,
        benchmark_id,
        min(correlation) as least,
        max(correlation) as greatest
    from (
        select
            scaled.cohort_id,
            scaled.gamm,
            scaled.benchmark_id,
            scaled.basis,
            scaled.k,
            scaled.row_selection,
            scaled.has_family_slopes,
            corr(raw.estimate, scaled.estimate order by scaled.x) as correlation
        from {{ ref('int_gamm_smoother_points') }} as scaled
        inner join {{ ref('int_gamm_smoother_points') }} as raw
            using (cohort_id, benchmark_id, term, basis, k, row_selection, has_family_slopes, x)
        where scaled.gamm = 'size_scaled_clustered' and raw.gamm = 'size_clustered'
        group by all
        having isfinite(correlation)
    ) as correlations
    group by cohort_id, gamm, benchmark_id

),

types as (

    select
        cell_id,
        cohort_id,
        measure,
        unnest(string_split(concat_ws('/', group_a, group_b), '/')) as training_type
    from cells
    where measure in ('type_correlation', 'mean_type_correlation') and basis = 'same_method'

),

-- the types that a claim names, each against each where both have models; every type has sizes of
-- its own, so that the second curve is interpolated at those of the first
alike as (

    select
        types.* exclude (training_type),
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

)

select
    cells.cell_id,
    cells.benchmark_id,
    scaled.correlation as estimate,
    -- over smoothers, and over base families
    case when cells.is_sound then least(by_smoother.least, scaled.ci_low) end as low,
    case when cells.is_sound then greatest(by_smoother.greatest, scaled.ci_high) end as high,
    case when cells.is_sound then scaled.ci_low end as ci_low,
    case when cells.is_sound then scaled.ci_high end as ci_high,
    not cells.is_sound or (by_smoother.least is not null and scaled.ci_low is not null) as can_decide,
    -- of the end by which curves are alike; that they are not, no simulation is about
    if(cells.is_sound and low >= cells.decision_value, scaled.type1_error, null) as type1_error,
    scaled.n_obs,
    scaled.n_families as n_bases,
    to_json({ 'apart_pct': 100 * scaled.max_difference_share, 'least_correlation': by_smoother.least }) as facts
from cells
inner join {{ ref('stat_gamm_scaling') }} as scaled using (cohort_id, gamm, benchmark_id)
left join by_smoother using (cohort_id, gamm, benchmark_id)
where
    cells.measure = 'scaled_correlation' and cells.is_rerun
    and scaled.term = 's(log_parameters_b)' and scaled.correlation is not null
union all by name
select
    cell_id,
    benchmark_id,
    if(measure = 'type_correlation', correlation, avg(correlation order by correlation) over of_claim) as estimate,
    to_json({
        'which': which,
        'correlation': correlation,
        'n_pairs': count(*) over of_claim,
        'n_judged': count(distinct benchmark_id) over of_claim,
        'mean': avg(correlation order by correlation) over of_claim,
        'least': min(correlation) over of_claim,
        'least_of': arg_min(which, correlation) over of_claim
    }) as facts
from alike
window of_claim as (partition by cell_id)
