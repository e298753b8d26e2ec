-- Claims of the paper about ranges of size, some of whose rows the paper had in another range: it took the
-- sizes that the board showed then. Most of the models from 13 B on are tunes of Llama 2 13B, for example,
-- which it put below 13 B.
with sized as (

    select
        levels.cohort_id,
        levels.level,
        ranges.parameter_range as printed_level,
        count(*) as n
    from {{ ref('int_cohort_levels_assigned') }} as levels
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    inner join {{ ref('int_claim_printed_population') }} as population
        on levels.cohort_id != population.rerun_cohort_id
    inner join {{ ref('dim_parameter_ranges') }} as ranges
        on population.parameter_range_scheme = ranges.scheme
        and {{ in_range('evaluations.parameters_b_paper', 'ranges') }}
    where levels.factor = 'parameter_range' and evaluations.parameters_b_paper > 0
    group by all

),

regrouped as (

    select
        cohort_id,
        level,
        sum(n) as n_here,
        coalesce(sum(n) filter (where printed_level != level), 0) as n_elsewhere,
        arg_max(printed_level, (n, printed_level)) filter (where printed_level != level) as elsewhere
    from sized
    group by cohort_id, level

)

select
    cells.cell_id,
    bool_or(2 * regrouped.n_elsewhere > regrouped.n_here) as is_mostly_elsewhere,
    string_agg(
        concat(
            regrouped.n_elsewhere, ' of the ', {{ format_count('regrouped.n_here') }}, ' evaluations of ',
            {{ level_name('regrouped.level', "'parameter_range'") }}, ' elsewhere, mostly with ',
            {{ level_name('regrouped.elsewhere', "'parameter_range'") }}
        ), '. It put '
        order by regrouped.level
    ) as named
from {{ ref('int_claim_cells_selected') }} as cells
inner join regrouped
    on cells.cohort_id = regrouped.cohort_id and regrouped.level in (cells.level_a, cells.level_b)
where
    cells.rule_family in ('pair', 'pair_count', 'group_mean') and cells.is_rerun
    and cells.factor = 'parameter_range' and regrouped.n_elsewhere > 0
    and cells.paper_id in (
        select population.paper_id from {{ ref('int_claim_printed_population') }} as population
    )
group by cells.cell_id
