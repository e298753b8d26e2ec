-- Claims that two curves of score over size have one shape: of raw and scaled scores, or of training types.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'curve_similarity' and is_rerun

),

-- raw and scaled curves by each smoother that both have
by_smoother as (

    select
        scaled.cohort_id,
        raw.gamm,
        scaled.benchmark_id,
        corr(raw.estimate, scaled.estimate order by scaled.x) as correlation
    from {{ ref('int_gamm_smoother_points') }} as scaled
    inner join {{ ref('int_gamm_smoother_points') }} as raw
        using (cohort_id, benchmark_id, term, basis, k, row_selection, has_family_slopes, x)
    where scaled.gamm = 'size_scaled_clustered' and raw.gamm = 'size_clustered'
    group by
        scaled.cohort_id, raw.gamm, scaled.benchmark_id,
        scaled.basis, scaled.k, scaled.row_selection, scaled.has_family_slopes
    having isfinite(correlation)

),

over_smoothers as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        min(correlation) as least,
        max(correlation) as greatest
    from by_smoother
    group by cohort_id, gamm, benchmark_id

),

-- over smoothers, and over base families
scaled_correlation as (

    select
        cells.cell_id,
        cells.benchmark_id,
        scaled.correlation as estimate,
        case when cells.is_sound then least(curves.least, scaled.ci_low) end as low,
        case when cells.is_sound then greatest(curves.greatest, scaled.ci_high) end as high,
        case when cells.is_sound then scaled.ci_low end as ci_low,
        case when cells.is_sound then scaled.ci_high end as ci_high,
        not cells.is_sound or (curves.least is not null and scaled.ci_low is not null) as can_decide,
        -- the error rate is that of the end by which curves count as similar; no simulation covers the
        -- opposite
        if(cells.is_sound and low >= cells.decision_value, scaled.type1_error, null) as type1_error,
        scaled.n_obs,
        scaled.n_families as n_bases,
        to_json({ 'max_difference_share': scaled.max_difference_share }) as facts
    from cells
    inner join {{ ref('stat_gamm_scaling') }} as scaled using (cohort_id, gamm, benchmark_id)
    left join over_smoothers as curves using (cohort_id, gamm, benchmark_id)
    where
        cells.measure = 'scaled_correlation'
        and scaled.term = 's(log_parameters_b)' and scaled.correlation is not null

),

types_counted as (

    select
        cells.cell_id,
        cells.decision_value as bound,
        count(*) filter (
            where curves.correlation >= bound and curves.correlation_beyond_lines >= bound
        ) as n_alike,
        count(*) filter (where curves.correlation >= bound) as n_drawn,
        count(*) as n_pairs,
        count(distinct curves.benchmark_id) as n_judged,
        min(curves.correlation) as least_correlation,
        arg_min(curves.which, curves.correlation) as least_of
    from cells
    inner join {{ ref('int_claim_type_curves_correlated') }} as curves using (cell_id)
    group by cells.cell_id, cells.decision_value

),

-- "similar" holds if most pairs are as alike beyond their lines as the claim says, and fails if most are not
-- even as drawn
types_alike_on_most as (

    select
        cell_id,
        n_alike as estimate,
        case when 2 * n_alike > n_pairs then true when 2 * n_drawn <= n_pairs then false end as holds,
        to_json(types_counted) as facts
    from types_counted

)

{{ observations('scaled_correlation', 'types_alike_on_most') }}
