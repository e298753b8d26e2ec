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
        'paper_2024_01' as cohort_id,
        'interplay' as gamm,
        lower(replace(response, 'log_', '')) as benchmark_id,
        case
            when term like 's(log_Param%' then 's(log_parameters_b)'
            else lower(term)
        end as term,
        -- "<2e-16" is a bound, and as one it decides as the value would
        try_cast(replace(p_value_printed, '<', '') as double) as p_value,
        edf,
        ref_df,
        statistic as term_statistic
    from {{ ref('int_published_gamm_terms_checked') }}
    where reject_reason is null

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
        'paper_2024_01' as cohort_id,
        'interplay' as gamm,
        lower(replace(response, 'log_', '')) as benchmark_id,
        deviance_explained_pct,
        r_squared_adjusted,
        n_obs
    from {{ ref('int_published_gamm_terms_checked') }}
    where reject_reason is null

),

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'gamm_term'

),

-- on how many responses an ability counts
influences as (

    select
        basis,
        cohort_id,
        gamm,
        term,
        count(*) as n_responses,
        count(*) filter (where is_significant) as n_significant
    from (
        select
            basis,
            cohort_id,
            gamm,
            term,
            p_value < {{ significance_level() }} as is_significant
        from terms
        where gamm = 'interplay'
        union all
        select
            basis,
            cohort_id,
            'interplay' as gamm,
            term,
            is_moving as is_significant
        from bands
        where gamm = {{ sound_gamm("'interplay'") }}
    )
    where term like 's(log_%' and term != 's(log_parameters_b)'
    group by basis, cohort_id, gamm, term

),

ranked as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        influences.term,
        influences.n_significant,
        influences.n_responses,
        contains(
            lower(',' || replace(cells.group_a, ' ', '') || ','),
            ',' || regexp_extract(influences.term, 's\(log_(.*)\)', 1) || ','
        ) as is_named
    from cells
    inner join influences using (basis, cohort_id)
    where cells.measure = 'rank_of_term'

)

select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    terms.p_value as observed,
    {{ verdict_when("(terms.p_value < cells.significance_level) = (cells.decision = 'significant')") }} as verdict,
    concat(
        terms.term, ' in ', terms.gamm, ' on ', terms.benchmark_id, ': p ', {{ short('terms.p_value', 3) }},
        ', edf ', {{ short('terms.edf') }}, ', statistic ', {{ short('terms.term_statistic') }},
        coalesce(', n ' || fits.n_obs, '')
    ) as detail
from cells
inner join terms using (basis, cohort_id, gamm, benchmark_id, term)
left join fits using (basis, cohort_id, gamm, benchmark_id)
where cells.measure = 'p_value'
union all
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
        'slope of ', bands.term, ' in ', bands.gamm, ' on ', bands.benchmark_id, ' reaches ',
        {{ short('bands.largest_ratio', 3) }}, ' half-widths of its simultaneous ', {{ confidence_in_words() }}, ' band',
        case when bands.is_moving then '' else ', so zero slope is not excluded anywhere' end
    ) as detail
from cells
inner join bands
    on cells.basis = bands.basis
    and cells.cohort_id = bands.cohort_id
    and {{ judged_gamm('cells') }} = bands.gamm
    and cells.benchmark_id = bands.benchmark_id
    and cells.term = bands.term
where cells.measure = 'p_value'
union all
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    effects.p_value as observed,
    case
        when effects.p_value >= cells.significance_level then 'inconclusive'
        else {{ verdict_when("cells.decision = 'significant'") }}
    end as verdict,
    concat(
        effects.term, ' beside a random effect of the base family in ', effects.gamm, ' on ', effects.benchmark_id, ': p ',
        {{ short('effects.p_value', 3) }}
    ) as detail
from cells
inner join terms as effects
    on cells.cohort_id = effects.cohort_id
    and {{ judged_gamm('cells') }} = effects.gamm
    and cells.benchmark_id = effects.benchmark_id
    and cells.term = effects.term
where
    cells.measure = 'p_value' and cells.basis = 'sound_method' and effects.basis = 'same_method'
    and cells.term in ('s(architecture)', 's(training_type)')
union all
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    influences.n_significant::double as observed,
    case
        when cells.basis = 'sound_method' and {{ meets_number('influences.n_significant') }} = (cells.decision in ('at_most', 'below'))
            then 'inconclusive'
        else {{ verdict_when(meets_number('influences.n_significant')) }}
    end as verdict,
    concat(
        influences.term, ' counts on ', influences.n_significant, ' of ', influences.n_responses,
        case cells.basis
            when 'sound_method' then ' other abilities: the simultaneous band of its slope leaves zero'
            else ' other abilities: p < ' || {{ short(significance_level()) }}
        end
    ) as detail
from cells
inner join influences using (basis, cohort_id, gamm, term)
where cells.measure = 'n_responses_significant'
union all
select
    claim_id,
    basis,
    cohort_id,
    min(n_significant) filter (where is_named)::double as observed,
    -- the named abilities count on every response, and no other does
    {{ verdict_when(
        'min(n_significant) filter (where is_named) = max(n_responses)'
        ~ ' and max(n_significant) filter (where not is_named) < min(n_significant) filter (where is_named)'
    ) }} as verdict,
    string_agg(term || ' counts on ' || n_significant || ' of ' || n_responses, ', ' order by n_significant desc, term asc) as detail
from ranked
group by claim_id, basis, cohort_id
having bool_or(is_named)
union all
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    fits.deviance_explained_pct as observed,
    {{ verdict_when(meets_number('fits.deviance_explained_pct')) }} as verdict,
    concat(
        'deviance explained ', {{ short('fits.deviance_explained_pct', 3) }}, ' %, adjusted R2 ',
        {{ short('fits.r_squared_adjusted', 3) }}, ', n ', fits.n_obs
    ) as detail
from cells
inner join fits using (basis, cohort_id, gamm, benchmark_id)
where cells.measure = 'deviance_explained'
