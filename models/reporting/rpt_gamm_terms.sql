-- The smooth terms of the GAMMs beside the checks of their bases and the same terms on scaled scores.
with terms as (

    select
        terms.*,
        fits.n_obs,
        if(contains(terms.term, ':training_type='), split_part(terms.term, '=', 2), 'all') as training_type,
        scaled.is_significant as is_significant_scaled,
        checks.k_index,
        checks.is_failing,
        checks.edf / checks.k > 0.8 as is_used_up,
        if(wider.sensitivity_status = 'ok', wider.is_failing_wider, null) as is_failing_wider,
        if(wider.sensitivity_status = 'ok', wider.max_difference_share, null) as widening_share,
        scaling.max_difference_share as scaling_share,
        scaling.correlation as scaling_correlation
    from {{ ref('stat_gamm_terms') }} as terms
    inner join {{ ref('stat_gamm_fits') }} as fits using (cohort_id, gamm, benchmark_id, engine)
    left join {{ ref('stat_gamm_basis_checks') }} as checks using (cohort_id, gamm, benchmark_id, engine, term)
    left join {{ ref('stat_gamm_basis_sensitivity') }} as wider using (cohort_id, gamm, benchmark_id, engine, term)
    left join {{ ref('stat_gamm_scaling') }} as scaling using (cohort_id, gamm, benchmark_id, engine, term)
    left join {{ ref('stat_gamm_terms') }} as scaled
        on
        terms.cohort_id = scaled.cohort_id
        and scaled.gamm = terms.gamm || '_scaled'
        and terms.benchmark_id = scaled.benchmark_id
        and terms.engine = scaled.engine
        and terms.term = scaled.term
    where terms.term_type = 'smooth'

)

{{ name_rows('terms') }}
