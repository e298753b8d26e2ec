-- Claims that the means of a factor's groups differ, or do not.
with tests as (

    select
        case method when 'classic' then 'same_method' when 'welch' then 'sound_method' end as basis,
        cohort_id,
        factor,
        benchmark_id,
        statistic as f_statistic,
        df_num,
        df_den,
        p_value,
        n_obs,
        omega_squared
    from {{ ref('stat_anova') }}
    where method in ('classic', 'welch') and p_value is not null
    union all
    select
        'recovered' as basis,
        'paper_2024_01' as cohort_id,
        factor,
        benchmark_id,
        statistic as f_statistic,
        df_num,
        df_den,
        p_value,
        n_obs,
        null as omega_squared
    from {{ ref('published_tables_recovered') }}
    where p_value is not null

)

select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    tests.p_value as observed,
    case
        when cells.decision = 'significant' then {{ verdict_when('tests.p_value < cells.significance_level') }}
        when tests.p_value < cells.significance_level then 'contradicted'
        when cells.basis = 'sound_method' then 'inconclusive'
        else 'supported'
    end as verdict,
    concat(
        'F(', {{ short('tests.df_num') }}, ', ', {{ short('tests.df_den', 5) }}, ') = ', {{ short('tests.f_statistic') }},
        ', p ', {{ short('tests.p_value', 3) }}, ', n ', coalesce(tests.n_obs::varchar, 'open'),
        case cells.basis when 'sound_method' then '; Welch' when 'recovered' then '; recovered from the printed pairs' else '; classic' end
    ) as detail
from {{ ref('int_claim_cells_selected') }} as cells
inner join tests using (basis, cohort_id, factor, benchmark_id)
where cells.rule_family = 'anova'
