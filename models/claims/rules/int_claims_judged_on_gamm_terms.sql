-- Claims about the terms of a GAMM. Soundly, a smooth matters where the simultaneous band of its
-- slope leaves zero, in the model with a random effect of the base family; where it does not, nothing
-- is shown.
with terms as (

    select
        'same_method' as basis,
        cohort_id,
        gamm,
        benchmark_id,
        term,
        p_value,
        edf,
        ref_df,
        statistic as term_statistic
    from {{ ref('stat_gamm_terms') }}
    where engine = 'reml' and p_value is not null
    union all
    select
        'published' as basis,
        papers_rows.cohort_id,
        'interplay' as gamm,
        lower(replace(printed.response, 'log_', '')) as benchmark_id,
        case
            when printed.term like 's(log_Param%' then 's(log_parameters_b)'
            else lower(printed.term)
        end as term,
        -- "<2e-16" is a bound, and as one it decides as the value would
        try_cast(replace(printed.p_value_printed, '<', '') as double) as p_value,
        printed.edf,
        printed.ref_df,
        printed.statistic as term_statistic
    from {{ ref('int_published_gamm_terms_checked') }} as printed
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    where printed.reject_reason is null

),

bands as (

    select
        'sound_method' as basis,
        cohort_id,
        gamm,
        benchmark_id,
        term,
        bool_or(simultaneous_low > 0 or simultaneous_high < 0) as is_moving,
        -- by how many critical values the slope is away from zero, at most
        max(abs(estimate) / nullif(critical_value * std_error, 0)) as largest_ratio
    from {{ ref('stat_gamm_derivatives') }}
    where engine = 'reml'
    group by cohort_id, gamm, benchmark_id, term

),

fits as (

    select
        'same_method' as basis,
        cohort_id,
        gamm,
        benchmark_id,
        100 * deviance_explained as deviance_explained_pct,
        r_squared_adjusted,
        n_obs
    from {{ ref('stat_gamm_fits') }}
    where engine = 'reml' and status = 'ok'
    union all
    select distinct
        'published' as basis,
        papers_rows.cohort_id,
        'interplay' as gamm,
        lower(replace(printed.response, 'log_', '')) as benchmark_id,
        printed.deviance_explained_pct,
        printed.r_squared_adjusted,
        printed.n_obs
    from {{ ref('int_published_gamm_terms_checked') }} as printed
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    where printed.reject_reason is null

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
        string_agg(
            benchmarks.benchmark_name, ', ' order by benchmarks.benchmark_order
        ) filter (where counts.is_significant) as significant_on
    from (
        select
            basis,
            cohort_id,
            gamm,
            benchmark_id,
            term,
            {{ is_significant('p_value') }} as is_significant
        from terms
        where gamm = 'interplay'
        union all
        select
            basis,
            cohort_id,
            gamm,
            benchmark_id,
            term,
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
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        cells.measure,
        cells.decision,
        cells.decision_value,
        cells.tolerance,
        cells.group_a,
        cells.n_benchmarks - 1 as n_others,
        influences.term,
        influences.n_responses,
        influences.n_significant,
        influences.significant_on,
        case
            when cells.basis = 'sound_method' then n_others
            else influences.n_significant + greatest(n_others - influences.n_responses, 0)
        end as n_most,
        cells.term = influences.term as is_the_claims,
        contains(
            lower(',' || replace(coalesce(cells.group_a, ''), ' ', '') || ','),
            ',' || regexp_extract(influences.term, 's\(log_(.*)\)', 1) || ','
        ) as is_named
    from cells
    inner join influences using (basis, cohort_id, gamm)
    where cells.measure in ('n_responses_significant', 'rank_of_term', 'rank_of_term_with_ties', 'terms_on_most')

),

ranked as (

    select
        claim_id,
        basis,
        cohort_id,
        measure,
        any_value(n_others) as n_others,
        count(*) filter (where is_named) as n_named,
        min(n_significant) filter (where is_named) as named_fewest,
        min(n_most) filter (where is_named) as named_most,
        max(n_significant) filter (where not is_named) as others_fewest,
        max(n_most) filter (where not is_named) as others_most,
        string_agg(
            concat(regexp_extract(term, 's\(log_(.*)\)', 1), ' on ', n_significant, ' of ', n_others), ', '
            order by n_significant desc, term asc
        ) as counts
    from bounds
    where measure != 'n_responses_significant'
    group by claim_id, basis, cohort_id, measure

)

select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    terms.p_value as observed,
    {{ verdict_when("(terms.p_value < cells.significance_level) = (cells.decision = 'significant')") }} as verdict,
    concat(
        'The term ', terms.term, case cells.basis when 'published' then ', as printed,' else '' end, ' of GAMM "', terms.gamm,
        '" on ', benchmarks.benchmark_name, ' has ', {{ p_in_words('terms.p_value') }},
        ' (edf ', {{ short('terms.edf', 3) }}, ', test statistic ', {{ short('terms.term_statistic', 3) }},
        coalesce(', n ' || {{ counted('fits.n_obs') }}, ''), ').'
    ) as detail,
    concat(
        terms.term, ' in ', terms.gamm, ' on ', terms.benchmark_id, ': p ', {{ short('terms.p_value', 3) }},
        ', edf ', {{ short('terms.edf') }}, ', statistic ', {{ short('terms.term_statistic') }},
        coalesce(', n ' || fits.n_obs, '')
    ) as evidence,
    terms.p_value,
    fits.n_obs
from cells
inner join terms using (basis, cohort_id, gamm, benchmark_id, term)
left join fits using (basis, cohort_id, gamm, benchmark_id)
left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
where cells.measure = 'p_value'
union all by name
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    bands.largest_ratio as observed,
    case
        when not bands.is_moving then 'inconclusive'
        else {{ verdict_when("cells.decision = 'significant'") }}
    end as verdict,
    concat(
        'The slope of ', bands.term, ' of GAMM "', bands.gamm, '" on ', benchmarks.benchmark_name,
        case when bands.is_moving then ' leaves zero' else ' nowhere leaves zero' end,
        ': it reaches ', {{ short('bands.largest_ratio', 3) }}, ' half-widths of its simultaneous ', {{ confidence_in_words() }},
        ' band', coalesce(' (n ' || {{ counted('fits_here.n_obs') }} || ')', ''), '.'
    ) as detail,
    concat(
        'slope of ', bands.term, ' in ', bands.gamm, ' on ', bands.benchmark_id, ' reaches ',
        {{ short('bands.largest_ratio', 3) }}, ' half-widths of its simultaneous ', {{ confidence_in_words() }}, ' band'
    ) as evidence,
    fits_here.n_obs
from cells
inner join bands using (basis, cohort_id, gamm, benchmark_id, term)
left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
left join {{ ref('stat_gamm_fits') }} as fits_here
    on cells.cohort_id = fits_here.cohort_id and cells.gamm = fits_here.gamm
    and cells.benchmark_id = fits_here.benchmark_id and fits_here.engine = 'reml'
where cells.measure = 'p_value'
union all by name
-- a random effect has a sound test only beside that of base family
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    terms.p_value as observed,
    case
        when terms.p_value < cells.significance_level then {{ verdict_when("cells.decision = 'significant'") }}
        else 'inconclusive'
    end as verdict,
    concat(
        'The random effect ', cells.term, ' beside that of base family has ', {{ p_in_words('terms.p_value') }}, ' in GAMM "',
        cells.gamm, '" on ', benchmarks.benchmark_name, '.'
    ) as detail,
    concat(terms.term, ' in ', terms.gamm, ' on ', terms.benchmark_id, ': p ', {{ short('terms.p_value', 3) }}) as evidence,
    terms.p_value
from cells
inner join terms
    on cells.cohort_id = terms.cohort_id and cells.gamm = terms.gamm
    and cells.benchmark_id = terms.benchmark_id and cells.term = terms.term
left join {{ ref('dim_benchmarks') }} as benchmarks on cells.benchmark_id = benchmarks.benchmark_id
where
    cells.measure = 'p_value' and cells.basis = 'sound_method' and terms.basis = 'same_method'
    and cells.term in ('s(architecture)', 's(training_type)')
union all by name
select
    claim_id,
    basis,
    cohort_id,
    n_significant::double as observed,
    {{ verdict_between('n_significant', 'n_most') }} as verdict,
    concat(
        'Given the other abilities, ', term, ' counts on ', n_significant, ' of ', n_others, ' other abilities',
        coalesce(' (' || significant_on || ')', ''),
        case when n_responses < n_others then concat('; on ', n_others - n_responses, ' it could not be fitted') else '' end,
        case basis
            when 'sound_method' then ': the simultaneous band of its slope leaves zero there.'
            else concat(': p < ', {{ short(significance_level()) }}, ' there.')
        end
    ) as detail,
    concat(term, ' on ', n_significant, ' of ', n_responses) as evidence
from bounds
where measure = 'n_responses_significant' and is_the_claims
union all by name
-- the named abilities count on every response and no other does; or, with ties, none counts on more;
-- or each of them counts on most
select
    claim_id,
    basis,
    cohort_id,
    named_fewest::double as observed,
    case measure
        when 'terms_on_most'
            then case
                when named_fewest > n_others / 2 then 'supported'
                when named_most <= n_others / 2 then 'contradicted'
                else 'inconclusive'
            end
        when 'rank_of_term_with_ties'
            then case
                when named_fewest >= others_most then 'supported'
                when named_most < others_fewest then 'contradicted'
                else 'inconclusive'
            end
        else case
            when named_fewest = n_others and others_most < named_fewest then 'supported'
            when named_most < n_others or others_fewest >= named_most then 'contradicted'
            else 'inconclusive'
        end
    end as verdict,
    concat('Number of other abilities on which each counts: ', counts, '.') as detail,
    counts as evidence
from ranked
where n_named > 0
union all by name
-- what the claim prints of the fit: deviance explained, and where given R2 and n
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    fits.deviance_explained_pct as observed,
    {{ verdict_when(
        meets_number('fits.deviance_explained_pct')
        ~ " and coalesce(abs(fits.r_squared_adjusted - try_cast(trim(split_part(cells.expected, ';', 2)) as double)) < 0.0015, true)"
        ~ " and coalesce(fits.n_obs = try_cast(trim(split_part(cells.expected, ';', 3)) as bigint), true)"
    ) }} as verdict,
    concat(
        'The interplay GAMM on ', benchmarks.benchmark_name, ' explains ', {{ short('fits.deviance_explained_pct', 3) }},
        ' % of the deviance (adjusted R² ', {{ short('fits.r_squared_adjusted', 3) }}, ', n ', {{ counted('fits.n_obs') }}, ').'
    ) as detail,
    concat(
        'deviance explained ', {{ short('fits.deviance_explained_pct', 3) }}, ' %, adjusted R2 ',
        {{ short('fits.r_squared_adjusted', 3) }}, ', n ', fits.n_obs
    ) as evidence,
    fits.n_obs
from cells
inner join fits using (basis, cohort_id, gamm, benchmark_id)
left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
where cells.measure = 'deviance_explained'
