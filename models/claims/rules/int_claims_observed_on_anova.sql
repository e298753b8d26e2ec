-- Claims that the means of a factor's groups differ. Soundly, they do where the omnibus test with clustered
-- rows says so or a pair differs, which refutes equality of all (closure principle, Marcus, Peritz and
-- Gabriel 1976), and are equal where every pair is shown equal.
with same_method as (

    select
        'same_method' as basis,
        cohort_id,
        factor,
        benchmark_id,
        df_num,
        df_den,
        statistic,
        p_value,
        n_obs
    from {{ ref('stat_anova') }}
    where method = 'classic'

),

recovered as (

    select
        'recovered' as basis,
        papers_rows.cohort_id,
        tables.factor,
        tables.benchmark_id,
        tables.df_num,
        tables.df_den,
        tables.statistic,
        tables.p_value,
        tables.n_obs
    from {{ ref('published_tables_recovered') }} as tables
    cross join {{ ref('int_claim_printed_population') }} as papers_rows

),

sound_method as (

    select
        'sound_method' as basis,
        omnibus.cohort_id,
        omnibus.factor,
        omnibus.benchmark_id,
        omnibus.n_levels,
        omnibus.statistic,
        omnibus.n_obs,
        -- with a test of all groups the clearest pair is in its p-value already
        coalesce(omnibus.p_value, pairs.least_p_adjusted) as p_value,
        coalesce(omnibus.type1_error, pairs.type1_error) as type1_error,
        -- of some pairs among others that have no test nothing is shown of all
        omnibus.status = 'ok' and coalesce(pairs.is_equivalent, false) as is_equivalent,
        nullif(omnibus.status, 'ok') as why_not,
        coalesce(pairs.n_fewest, 0) as n_differing,
        coalesce(pairs.n_pairs, 0) as n_pairs
    from {{ ref('stat_cluster_omnibus') }} as omnibus
    left join {{ ref('int_claim_pairs_counted') }} as pairs
        on (omnibus.cohort_id, omnibus.factor, omnibus.benchmark_id)
        = (pairs.cohort_id, pairs.factor, pairs.benchmark_id)
        and pairs.basis = if(omnibus.factor = 'training_type', 'sound_method, unadjusted', 'sound_method')
    where omnibus.status = 'ok' or pairs.n_pairs > 0

),

tests as (

    select * from same_method
    union all by name
    select * from recovered
    union all by name
    select * from sound_method

),

p_value as (

    select
        cells.cell_id,
        tests.benchmark_id,
        tests.p_value as estimate,
        tests.p_value,
        coalesce(tests.p_value < cells.significance_level, false) as is_above,
        false as is_below,
        tests.is_equivalent,
        tests.n_obs,
        tests.type1_error,
        to_json({
            'df_num': tests.df_num,
            'df_den': tests.df_den,
            'statistic': tests.statistic,
            'n_levels': tests.n_levels,
            'n_differing': tests.n_differing,
            'n_pairs': tests.n_pairs,
            'why_not': tests.why_not
        }) as facts
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join tests using (basis, cohort_id, factor, benchmark_id)
    where cells.rule_family = 'anova' and (tests.p_value is not null or cells.is_sound)

)

{{ observations('p_value') }}
