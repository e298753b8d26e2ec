-- Claims about the terms of a GAMM. Soundly, a smooth matters where the simultaneous bands of its slope by all
-- smoothers leave zero at one point, in the model with a random effect of the base family, and a random effect by
-- its largest p-value beside that of base family; where it does not, nothing is shown, but that a smooth is without
-- effect where its curve changes by less than the margin of equivalence.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'gamm_term'

),

printed as (

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

-- what shows a term: its p-value, or by how many half-widths the band of its slope is away from zero, at most
shown as (

    select
        'same_method' as basis,
        cohort_id,
        gamm,
        benchmark_id,
        term,
        edf,
        statistic as term_statistic,
        p_value,
        {{ is_significant('p_value') }} as is_shown
    from {{ ref('stat_gamm_terms') }}
    where p_value is not null
    union all by name
    select
        basis,
        cohort_id,
        gamm,
        benchmark_id,
        if(printed.term like 's(log_Param%', 's(log_parameters_b)', lower(printed.term)) as term,
        edf,
        statistic as term_statistic,
        -- "<2e-16" is a bound, and as one it decides as the value would
        try_cast(replace(p_value_printed, '<', '') as double) as p_value,
        {{ is_significant('p_value') }} as is_shown,
        true as is_printed
    from printed
    union all by name
    select
        basis,
        cohort_id,
        gamm,
        benchmark_id,
        term,
        bool_or(low > 0 or high < 0) as is_shown,
        bool_or(is_shown_by_one) and not is_shown as is_smoother_dependent,
        max(2 * greatest(low, -high) / (high - low)) filter (where isfinite(low) and isfinite(high) and high > low) as clearance,
        max(type1_error) as type1_error
    from {{ ref('int_claim_slopes_bounded') }}
    where basis = 'sound_method'
    group by all
    union all by name
    -- a random effect by the smoother that shows it least; an effect that errs too often is not shown
    select
        'sound_method' as basis,
        smoothers.cohort_id,
        smoothers.gamm,
        smoothers.benchmark_id,
        smoothers.term,
        max(smoothers.p_value) as p_value,
        any_value(errors.type1_error) as type1_error,
        coalesce(any_value(errors.is_testable), false) as can_decide
    from {{ ref('stat_gamm_smoothers') }} as smoothers
    left join {{ ref('stat_gamm_type1_errors') }} as errors using (cohort_id, gamm, benchmark_id, term)
    where smoothers.n_rises is null
    group by all

),

-- on how many responses an ability counts; a response without the term may count or not
influences as (

    select
        shown.basis,
        shown.cohort_id,
        shown.gamm,
        shown.term,
        {{ term_name('shown.term') }} as predictor,
        count(*) as n_responses,
        count(*) filter (where shown.is_shown) as n_significant,
        max(shown.type1_error) as type1_error,
        count(*) filter (where flat.is_flat and shown.basis = 'sound_method' and not shown.is_shown) as n_flat,
        string_agg(
            benchmarks.benchmark_name, ', ' order by benchmarks.benchmark_order
        ) filter (where shown.is_shown) as significant_on
    from shown
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    left join {{ ref('stat_gamm_flat_terms') }} as flat using (cohort_id, gamm, benchmark_id, term)
    where shown.gamm in ('interplay', 'interplay_clustered') and shown.term like 's(log_%' and shown.term != 's(log_parameters_b)'
    group by shown.basis, shown.cohort_id, shown.gamm, shown.term

),

-- soundly, an effect that is not shown may yet be there, unless its curve is flat
bounds as (

    select
        cells.cell_id,
        cells.measure,
        cells.n_benchmarks - 1 as n_others,
        influences.* exclude (basis, cohort_id, gamm),
        n_others - influences.n_responses as n_missing,
        if(cells.is_sound, n_others - influences.n_flat, influences.n_significant + greatest(n_missing, 0)) as n_most,
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
        n_others,
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
    group by cell_id, measure, n_others
    having bool_or(is_named)

)

select
    cells.cell_id,
    cells.benchmark_id,
    coalesce(cells.is_sound and flat.is_flat, false) as is_equivalent,
    is_equivalent as is_flat,
    shown.* exclude (basis, cohort_id, gamm, benchmark_id) replace (
        if(coalesce(cells.is_sound and flat.is_flat, false) and not shown.is_shown, flat.type1_error, shown.type1_error) as type1_error
    ),
    flat.greatest_change,
    flat.margin as log_margin,
    {{ term_name('shown.term') }} as predictor,
    coalesce(shown.p_value, shown.clearance, -1) as estimate,
    if(shown.p_value is null, shown.is_shown, shown.p_value < cells.significance_level) as is_above,
    false as is_below,
    -- the fit is not that of the smoother that shows a random effect least
    case when not cells.is_sound or shown.p_value is null then fits.n_obs end as n_obs
from cells
inner join shown using (basis, cohort_id, gamm, benchmark_id, term)
left join fits using (basis, cohort_id, gamm, benchmark_id)
left join {{ ref('stat_gamm_flat_terms') }} as flat using (cohort_id, gamm, benchmark_id, term)
where cells.measure in ('p_value', 'p_of_effect')
union all by name
select
    *,
    n_significant::double as estimate,
    n_most as high
from bounds
where measure = 'n_responses_significant' and is_the_claims
union all by name
-- the named abilities count on every response and no other does; or, with ties, none counts on more;
-- or each of them counts on most
select
    *,
    named_fewest::double as estimate,
    case measure
        when 'terms_on_most' then case when named_fewest > n_others / 2 then true when named_most <= n_others / 2 then false end
        when 'rank_of_term_with_ties'
            -- a term that never counts has no rank
            then case
                when named_fewest >= others_most and named_fewest > 0 then true
                when named_most < others_fewest or named_most = 0 then false
            end
        else case
            when named_fewest = n_others and others_most < named_fewest then true
            when named_most < n_others or others_fewest >= named_most then false
        end
    end as holds
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
    fits.r_squared_adjusted
from cells
inner join fits using (basis, cohort_id, gamm, benchmark_id)
where cells.measure = 'deviance_explained' and not cells.is_sound
