-- Claims about the terms of a GAMM. Soundly, a smooth matters where the simultaneous bands of its slope by all
-- smoothers leave zero at one point, in the model with a random effect of the base family, and a random effect by
-- its largest p-value beside that of base family; where it does not, nothing is shown.
with printed as (

    select
        terms.*,
        papers_rows.cohort_id,
        'published' as basis,
        'interplay' as gamm,
        lower(replace(terms.response, 'log_', '')) as benchmark_id
    from {{ ref('int_published_gamm_terms_checked') }} as terms
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    where terms.reject_reason is null

),

terms as (

    select
        * exclude (is_significant),
        unnest(['same_method', 'sound_method']) as basis
    from {{ ref('stat_gamm_terms') }}
    where p_value is not null
    union all by name
    select
        * replace (if(term like 's(log_Param%', 's(log_parameters_b)', lower(term)) as term),
        -- "<2e-16" is a bound, and as one it decides as the value would
        try_cast(replace(p_value_printed, '<', '') as double) as p_value
    from printed

),

bands as (

    select
        basis,
        cohort_id,
        gamm,
        benchmark_id,
        term,
        bool_or(low > 0 or high < 0) as is_moving,
        bool_or(is_shown_by_one) and not is_moving as is_smoother_dependent,
        -- by how many critical values the slope is away from zero, at most
        max(abs(estimate) / nullif(greatest(high - estimate, estimate - low), 0)) as largest_ratio,
        max(type1_error) as type1_error
    from {{ ref('int_claim_slopes_bounded') }}
    where basis = 'sound_method'
    group by basis, cohort_id, gamm, benchmark_id, term

),

-- a random effect by the smoother that shows it least; an effect that errs too often is not shown
effects as (

    select
        smoothers.cohort_id,
        smoothers.gamm,
        smoothers.benchmark_id,
        smoothers.term,
        max(smoothers.p_value) as p_value,
        any_value(errors.type1_error) as type1_error,
        coalesce(any_value(errors.is_testable), false) as is_testable
    from {{ ref('stat_gamm_smoothers') }} as smoothers
    left join {{ ref('stat_gamm_type1_errors') }} as errors using (cohort_id, gamm, benchmark_id, term)
    where smoothers.n_rises is null
    group by smoothers.cohort_id, smoothers.gamm, smoothers.benchmark_id, smoothers.term

),

fits as (

    select
        *,
        unnest(['same_method', 'sound_method']) as basis,
        100 * deviance_explained as deviance_explained_pct
    from {{ ref('stat_gamm_fits') }}
    where status = 'ok'
    union all by name
    select distinct
        basis,
        cohort_id,
        gamm,
        benchmark_id,
        deviance_explained_pct,
        r_squared_adjusted,
        n_obs
    from printed

),

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'gamm_term'

),

-- on how many responses an ability counts; a response without the term may count or not
influences as (

    select
        counts.basis,
        counts.cohort_id,
        counts.gamm,
        counts.term,
        count(*) as n_responses,
        count(*) filter (where counts.is_significant) as n_significant,
        max(counts.type1_error) as type1_error,
        string_agg(
            benchmarks.benchmark_name, ', ' order by benchmarks.benchmark_order
        ) filter (where counts.is_significant) as significant_on
    from (
        select
            *,
            {{ is_significant('p_value') }} as is_significant
        from terms
        where gamm = 'interplay'
        union all by name
        select
            *,
            is_moving as is_significant
        from bands
    ) as counts
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    where counts.term like 's(log_%' and counts.term != 's(log_parameters_b)'
    group by counts.basis, counts.cohort_id, counts.gamm, counts.term

),

-- soundly, an effect that is not shown may yet be there
bounds as (

    select
        cells.cell_id,
        cells.measure,
        cells.n_benchmarks - 1 as n_others,
        influences.* exclude (basis, cohort_id, gamm),
        {{ term_name('influences.term') }} as predictor,
        case
            when cells.is_sound then n_others
            else influences.n_significant + greatest(n_others - influences.n_responses, 0)
        end as n_most,
        cells.term = influences.term as is_the_claims,
        regexp_extract(influences.term, 's\(log_(.*)\)', 1) as ability,
        list_contains(string_split(lower(replace(coalesce(cells.group_a, ''), ' ', '')), ','), ability) as is_named
    from cells
    inner join influences using (basis, cohort_id, gamm)
    where cells.measure in ('n_responses_significant', 'rank_of_term', 'rank_of_term_with_ties', 'terms_on_most')

),

ranked as (

    select
        cell_id,
        measure,
        any_value(n_others) as n_others,
        max(type1_error) as type1_error,
        min(n_significant) filter (where is_named) as named_fewest,
        min(n_most) filter (where is_named) as named_most,
        max(n_significant) filter (where not is_named) as others_fewest,
        max(n_most) filter (where not is_named) as others_most,
        string_agg(
            concat(predictor, ' on ', n_significant, ' of ', n_others), ', '
            order by n_significant desc, term asc
        ) as counts
    from bounds
    where measure != 'n_responses_significant'
    group by cell_id, measure
    having bool_or(is_named)

)

select
    cells.cell_id,
    cells.benchmark_id,
    terms.p_value as estimate,
    terms.p_value < cells.significance_level as is_above,
    false as is_below,
    terms.p_value,
    fits.n_obs,
    to_json({
        'term': terms.term,
        'predictor': {{ term_name('terms.term') }},
        'is_printed': cells.basis = 'published', 'edf': terms.edf, 'term_statistic': terms.statistic
    }) as facts
from cells
inner join terms using (basis, cohort_id, gamm, benchmark_id, term)
left join fits using (basis, cohort_id, gamm, benchmark_id)
where cells.measure = 'p_value' and not cells.is_sound
union all by name
select
    cells.cell_id,
    cells.benchmark_id,
    effects.p_value as estimate,
    effects.p_value < cells.significance_level as is_above,
    false as is_below,
    effects.p_value,
    effects.is_testable as can_decide,
    effects.type1_error,
    to_json({ 'term': effects.term, 'predictor': {{ term_name('effects.term') }}, 'type1_pct': 100 * effects.type1_error }) as facts
from cells
inner join effects using (cohort_id, gamm, benchmark_id, term)
where cells.measure = 'p_value' and cells.is_sound
union all by name
select
    cells.cell_id,
    cells.benchmark_id,
    if(isfinite(bands.largest_ratio), bands.largest_ratio, null) as estimate,
    bands.is_moving as is_above,
    false as is_below,
    bands.type1_error,
    fits.n_obs,
    to_json({
        'term': bands.term,
        'predictor': {{ term_name('bands.term') }},
        'ratio': bands.largest_ratio,
        'is_moving': bands.is_moving,
        'is_smoother_dependent': bands.is_smoother_dependent,
        'type1_pct': 100 * bands.type1_error
    }) as facts
from cells
inner join bands using (basis, cohort_id, gamm, benchmark_id, term)
left join fits using (basis, cohort_id, gamm, benchmark_id)
where cells.measure = 'p_value'
union all by name
select
    cell_id,
    n_significant::double as estimate,
    n_most as high,
    type1_error,
    to_json({
        'term': term,
        'predictor': predictor,
        'n_others': n_others,
        'n_responses': n_responses,
        'significant_on': significant_on,
        'n_missing': case when n_responses < n_others then n_others - n_responses end
    }) as facts
from bounds
where measure = 'n_responses_significant' and is_the_claims
union all by name
-- the named abilities count on every response and no other does; or, with ties, none counts on more;
-- or each of them counts on most
select
    cell_id,
    named_fewest::double as estimate,
    case measure
        when 'terms_on_most' then case when named_fewest > n_others / 2 then true when named_most <= n_others / 2 then false end
        when 'rank_of_term_with_ties'
            -- what counts nowhere has no place
            then case
                when named_fewest >= others_most and named_fewest > 0 then true
                when named_most < others_fewest or named_most = 0 then false
            end
        else case
            when named_fewest = n_others and others_most < named_fewest then true
            when named_most < n_others or others_fewest >= named_most then false
        end
    end as holds,
    type1_error,
    to_json({ 'counts': counts }) as facts
from ranked
union all by name
-- what the claim prints of the fit: deviance explained, and where given R2 and n
select
    cells.cell_id,
    cells.benchmark_id,
    fits.deviance_explained_pct as estimate,
    {{ meets_number('fits.deviance_explained_pct') }}
    and coalesce(abs(fits.r_squared_adjusted - try_cast(trim(split_part(cells.expected, ';', 2)) as double)) < 0.0015, true)
    and coalesce(fits.n_obs = try_cast(trim(split_part(cells.expected, ';', 3)) as bigint), true) as holds,
    fits.n_obs,
    to_json({ 'r_squared_adjusted': fits.r_squared_adjusted }) as facts
from cells
inner join fits using (basis, cohort_id, gamm, benchmark_id)
where cells.measure = 'deviance_explained' and not cells.is_sound
