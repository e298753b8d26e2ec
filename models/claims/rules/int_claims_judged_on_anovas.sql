-- Claims that the means of a factor's groups differ, or do not. Soundly, they differ where a pair of
-- groups does with a base family as the unit, after Holm's correction, which holds the level of the
-- whole; they are equal where every pair is shown equal; else it is open.
with tests as (

    select
        'same_method' as basis,
        cohort_id,
        factor,
        benchmark_id,
        statistic as f_statistic,
        df_num,
        df_den,
        p_value,
        n_obs,
        false as is_equal,
        null::double as type1_error,
        null as pairs_in_words
    from {{ ref('stat_anova') }}
    where method = 'classic' and p_value is not null
    union all
    select
        'recovered' as basis,
        papers_rows.cohort_id,
        tables.factor,
        tables.benchmark_id,
        tables.statistic as f_statistic,
        tables.df_num,
        tables.df_den,
        tables.p_value,
        tables.n_obs,
        false as is_equal,
        null::double as type1_error,
        null as pairs_in_words
    from {{ ref('published_tables_recovered') }} as tables
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    where tables.p_value is not null
    union all
    select
        'sound_method' as basis,
        cohort_id,
        factor,
        benchmark_id,
        any_value(welch.statistic) as f_statistic,
        any_value(welch.df_num) as df_num,
        any_value(welch.df_den) as df_den,
        min(pairs.p_adjusted) as p_value,
        any_value(welch.n_obs) as n_obs,
        bool_and(pairs.is_equivalent) as is_equal,
        max(pairs.type1_error) filter (where pairs.p_adjusted is not null) as type1_error,
        concat(
            count(*) filter (where {{ is_significant('pairs.p_adjusted') }}), ' of ', count(*),
            ' pairs differ with a base family as the unit, the clearest with ',
            {{ p_in_words('min(pairs.p_adjusted)') }}, ' after Holm''s correction for pairs and benchmarks'
        ) as pairs_in_words
    from {{ ref('int_claim_pairs_clustered') }} as pairs
    left join {{ ref('stat_anova') }} as welch
        using (cohort_id, factor, benchmark_id)
    where not pairs.is_size_adjusted and coalesce(welch.method = 'welch', true)
    group by cohort_id, factor, benchmark_id

)

select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    tests.p_value as observed,
    case
        when tests.p_value < cells.significance_level then {{ verdict_when("cells.decision = 'significant'") }}
        when cells.basis != 'sound_method' then {{ verdict_when("cells.decision = 'not_significant'") }}
        when tests.is_equal then {{ verdict_when("cells.decision = 'not_significant'") }}
        else 'inconclusive'
    end as verdict,
    concat(
        'Mean ', benchmarks.benchmark_name, ' between ', {{ factor_name('cells.factor') }}, ': ',
        case when tests.pairs_in_words is not null then tests.pairs_in_words || '; beside it Welch''s ' else '' end,
        'F(', {{ short('tests.df_num') }}, ', ', {{ short('tests.df_den', 5) }}, ') = ', {{ short('tests.f_statistic') }},
        case when tests.pairs_in_words is null then ', ' || {{ p_in_words('tests.p_value') }} else '' end,
        coalesce(', n ' || {{ counted('tests.n_obs') }}, ''),
        case when cells.basis = 'recovered' then ', recovered from the printed pairs' else '' end, '.'
    ) as detail,
    concat(
        'F(', {{ short('tests.df_num') }}, ', ', {{ short('tests.df_den', 5) }}, ') = ', {{ short('tests.f_statistic') }},
        ', p ', {{ short('tests.p_value', 3) }}, ', n ', coalesce(tests.n_obs::varchar, 'open'),
        case cells.basis
            when 'sound_method' then '; F of Welch, p the least of the clustered pairs after Holm'
            when 'recovered' then '; recovered from the printed pairs'
            else '; classic'
        end
    ) as evidence,
    tests.p_value,
    tests.n_obs,
    tests.type1_error
from {{ ref('int_claim_cells_selected') }} as cells
inner join tests using (basis, cohort_id, factor, benchmark_id)
left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
where cells.rule_family = 'anova'
