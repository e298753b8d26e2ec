-- Claims about groups of the paper's rows that have another size than in print.
with printed as (

    select
        factor,
        level,
        max(n_obs) as n_printed
    from {{ ref('published_groups_recovered') }}
    where n_obs is not null
    group by factor, level

),

here as (

    select
        cohort_id,
        factor,
        level,
        count(*) as n_here
    from {{ ref('int_cohort_levels_assigned') }}
    where
        cohort_id in (
            select unnest([cohort_id, rerun_cohort_id]) from {{ ref('int_claim_printed_population') }}
        )
    group by cohort_id, factor, level

)

select
    cells.cell_id,
    count(*) as n_groups,
    arg_max(
        concat(
            {{ level_name('printed.level', 'printed.factor') }},
            ', of which there are ', here.n_here, ' here and ', printed.n_printed, ' in print'
        ), (abs(here.n_here - printed.n_printed), printed.level)
    ) as named
from {{ ref('int_claim_cells_selected') }} as cells
inner join here on cells.cohort_id = here.cohort_id and cells.factor = here.factor
inner join printed on here.factor = printed.factor and here.level = printed.level
where
    cells.rule_family in ('anova', 'pair', 'pair_count', 'group_mean')
    and cells.is_rerun and here.n_here != printed.n_printed
    and (cells.rule_family != 'pair' or here.level in (cells.level_a, cells.level_b))
group by cells.cell_id
