-- Claims that the means of a factor's groups differ, or do not. Soundly, they differ where the omnibus test with
-- clustered rows says so; they are equal where every pair is shown equal; else it is open.
with pairs as (

    select
        cohort_id,
        factor,
        benchmark_id,
        bool_and(is_equivalent) as is_equivalent,
        count(*) filter (where {{ is_significant('p_adjusted') }}) as n_differing,
        count(*) as n_pairs
    from {{ ref('int_claim_pairs_clustered') }}
    where not is_size_adjusted
    group by cohort_id, factor, benchmark_id

),

tests as (

    select
        *,
        'same_method' as basis
    from {{ ref('stat_anova') }}
    where method = 'classic'
    union all by name
    select
        tables.*,
        papers_rows.cohort_id,
        'recovered' as basis
    from {{ ref('published_tables_recovered') }} as tables
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    union all by name
    select
        'sound_method' as basis,
        omnibus.*,
        -- of some pairs among others that have no test nothing is shown of all
        omnibus.status = 'ok' and coalesce(pairs.is_equivalent, false) as is_equivalent,
        coalesce(pairs.n_differing, 0) as n_differing,
        coalesce(pairs.n_pairs, 0) as n_pairs
    from {{ ref('stat_cluster_omnibus') }} as omnibus
    left join pairs using (cohort_id, factor, benchmark_id)
    where omnibus.status = 'ok' or pairs.n_pairs > 0

)

select
    cells.cell_id,
    cells.benchmark_id,
    tests.p_value as estimate,
    coalesce(tests.p_value < cells.significance_level, false) as is_above,
    false as is_below,
    tests.is_equivalent,
    tests.p_value,
    tests.n_obs,
    tests.type1_error,
    to_json({
        'f_statistic': tests.statistic,
        'df_num': tests.df_num,
        'df_den': tests.df_den,
        'n_levels': tests.n_levels,
        'why_not': nullif(tests.status, 'ok'),
        'n_differing': tests.n_differing,
        'n_pairs': tests.n_pairs
    }) as facts
from {{ ref('int_claim_cells_selected') }} as cells
inner join tests using (basis, cohort_id, factor, benchmark_id)
where cells.rule_family = 'anova' and (tests.p_value is not null or cells.is_sound)
