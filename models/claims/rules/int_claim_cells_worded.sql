-- What the seed claim_bases says of each claim on its basis: what a verdict counts as one observation, what
-- it does about dependence, and why a claim that no rule reached cannot be judged.
with cells as (

    select
        *,
        rule_family in ('anova', 'pair', 'pair_count', 'group_mean')
        and {{ cluster_unit('factor') }} = 'model generation' as is_by_generation
    from {{ ref('int_claim_cells_selected') }}

),

units as (

    select
        cells.cell_id,
        if(
            cells.is_by_generation, replace(bases.unit, 'base families', 'model generations'), bases.unit
        ) as unit,
        if(
            cells.is_by_generation,
            replace(bases.dependence, 'one base', 'one generation'),
            bases.dependence
        ) as dependence
    from cells
    inner join {{ ref('claim_bases') }} as bases on {{ basis_applies('bases', 'cells') }}
    where bases.unit is not null
    qualify row_number() over (partition by cells.cell_id order by bases.rule_family is null) = 1

),

-- the reason that is most to the point
limits as (

    select
        cells.cell_id,
        bases.why_not
    from cells
    inner join {{ ref('claim_bases') }} as bases on {{ basis_applies('bases', 'cells') }}
    where bases.why_not is not null
    qualify
        row_number() over (
            partition by cells.cell_id order by bases.measure is null, bases.bases is null
        ) = 1

)

select
    cells.cell_id,
    units.unit,
    units.dependence,
    case
        when cells.cohort_status != 'ok'
            then concat('These data could not be computed: ', cells.cohort_status, '.')
        else coalesce(
            limits.why_not,
            concat(
                'These data lack what the claim is about: ',
                concat_ws(', ', cells.benchmark, cells.group_a, cells.group_b, cells.statistic), '.'
            )
        )
    end as why_not
from cells
left join units using (cell_id)
left join limits using (cell_id)
