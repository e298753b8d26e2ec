-- Claims that a term of a GAMM predicts the score. Soundly, where a term is not shown, nothing is, but that a
-- smooth is without effect where its curve changes by less than the margin of equivalence. An effect whose
-- curve changes by less does not refute that there is none, be that shown by its bands or not.
with terms as (

    select
        cells.cell_id,
        cells.measure,
        cells.benchmark_id,
        cells.is_sound,
        cells.significance_level,
        coalesce(cells.is_sound and flat.is_flat, false) as is_flat,
        shown.* exclude (basis, cohort_id, gamm, benchmark_id, type1_error),
        if(is_flat and not shown.is_shown, flat.type1_error, shown.type1_error) as type1_error,
        {{ term_name('shown.term') }} as predictor,
        cells.is_sound and shown.is_shown and cells.decision = 'not_significant' and flat.change < flat.margin
            as is_slight,
        flat.change,
        flat.greatest_change,
        flat.margin as log_margin,
        -- the fit is not that of the smoother that shows a random effect least
        case when not cells.is_sound or shown.p_value is null then fits.n_obs end as n_obs
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('int_claim_terms_shown') }} as shown using (basis, cohort_id, gamm, benchmark_id, term)
    left join {{ ref('int_claim_fits_stacked') }} as fits using (basis, cohort_id, gamm, benchmark_id)
    left join {{ ref('stat_gamm_flat_terms') }} as flat using (cohort_id, gamm, benchmark_id, term)
    where cells.rule_family = 'gamm_term'

),

-- of a smooth, and of a random effect
p_value as (

    select
        cell_id,
        benchmark_id,
        coalesce(p_value, clearance, -1) as estimate,
        p_value,
        if(p_value is null, is_shown, p_value < significance_level) as is_above,
        false as is_below,
        is_flat as is_equivalent,
        coalesce(can_decide, true) and not coalesce(is_slight, false) as can_decide,
        n_obs,
        type1_error,
        to_json({
            'term': term,
            'predictor': predictor,
            'edf': edf,
            'term_statistic': term_statistic,
            'is_printed': is_printed,
            'is_shown': is_shown,
            'is_flat': is_flat,
            'is_smoother_dependent': is_smoother_dependent,
            'is_slight': is_slight,
            'clearance': clearance,
            'change': change,
            'greatest_change': greatest_change,
            'log_margin': log_margin
        }) as facts
    from terms
    where measure in ('p_value', 'p_of_effect')

)

{{ observations('p_value') }}
