-- The analyses behind the authors' printed pairs. An analysis that a factor and benchmark of the
-- paper should have and that was not printed is a row that says so.
{% call add_names(cohorts=false) %}
with summaries as (

    select summaries.*
    from {{ ref('stat_group_summaries') }} as summaries
    inner join {{ ref('int_claim_printed_population') }} as printed
        on summaries.cohort_id = printed.rerun_cohort_id
    where summaries.is_tested and summaries.n_obs > 0

),

expected as (

    select distinct
        factor,
        benchmark_id
    from summaries

),

group_lists as (

    select
        factor,
        benchmark_id,
        unnest(levels) as level
    from {{ ref('fit_recovered_tables') }}

),

absent as (

    select
        summaries.factor,
        summaries.benchmark_id,
        string_agg(summaries.level, '; ' order by summaries.level_order, summaries.level) as missing_groups
    from summaries
    left join group_lists using (factor, benchmark_id, level)
    where group_lists.level is null
    group by summaries.factor, summaries.benchmark_id

)

select
    factor,
    benchmark_id,
    fits.n_obs,
    fits.n_groups,
    nullif(len(fits.levels), 0) as n_groups_printed,
    coalesce(fits.n_pairs, 0) as n_pairs,
    fits.n_groups - 1.0::double as df_num,
    fits.df_den,
    fits.mean_square_error,
    fits.statistic,
    fits.p_value,
    fits.eta_squared,
    fits.max_abs_p_difference,
    nullif(
        array_to_string(
            list_transform(
                list_sort(list_zip(fits.levels, fits.n)), lambda size: size[1] || '=' || size[2]
            ), '; '
        ), ''
    ) as group_sizes,
    coalesce(absent.missing_groups, '') as missing_groups,
    max(fits.n_obs) over (partition by benchmark_id) - fits.n_obs as n_left_out,
    coalesce(fits.n_solutions, 0) as n_solutions,
    coalesce(len(fits.flags), 0) as n_flags,
    coalesce(fits.status, 'no table published') as status
from expected
full outer join {{ ref('fit_recovered_tables') }} as fits using (factor, benchmark_id)
left join absent using (factor, benchmark_id)
{% endcall %}
