with letters as (

    pivot {{ ref('stat_letters') }}
    on method in ('tukey_kramer', 'games_howell')
    using any_value(letters)
    group by cohort_id, benchmark_id, factor, level

),

described as (

    select
        summaries.*,
        summaries.mean - 2 * summaries.std_error as two_se_low,
        summaries.mean + 2 * summaries.std_error as two_se_high,
        letters.tukey_kramer as letters_tukey_kramer,
        letters.games_howell as letters_games_howell
    from {{ ref('stat_group_summaries') }} as summaries
    left join letters using (cohort_id, benchmark_id, factor, level)

)

{{ add_names(rows='described') }}
-- the paper's own sizes change its ranges alone
where cohorts.statistics != 'paper' or named.factor = 'parameter_range'
