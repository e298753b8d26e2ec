-- Claims about steps from one size of a family to the next: of two benchmarks, do both move the same way, or
-- part? A claim may name families with " / " between them, and after them the sizes that it means, as in OPT
-- >0.12B.
with cells as (

    select
        *,
        regexp_extract(coalesce(group_b, ''), '([<>][0-9.]+B)$', 1) as sizes_named,
        {{ size_bound("nullif(sizes_named, '')", 'low') }} as from_b,
        {{ size_bound("nullif(sizes_named, '')", 'high') }} as to_b,
        string_split(trim(replace(coalesce(group_b, ''), sizes_named, '')), ' / ') as names
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'structure' and is_rerun

),

steps as (

    select
        cells.cell_id,
        cells.measure,
        stats.level,
        stats.direction > 0 as is_joint,
        -- a step counts against a claim only beyond its error
        stats.shown_direction = 1 as is_shown_joint,
        stats.shown_direction = -1 as is_shown_parting
    from cells
    inner join {{ ref('stat_lineage_steps') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and (cells.names = [''] or list_contains(cells.names, stats.level))
        and stats.size_from_b >= coalesce(cells.from_b, 0)
        and stats.size_to_b <= coalesce(cells.to_b, 'infinity')
    where stats.is_step

),

joint_steps_pct as (

    select
        cell_id,
        100 * avg(is_joint::integer) as estimate,
        100 * avg(is_shown_joint::integer) as low,
        100 - 100 * avg(is_shown_parting::integer) as high,
        count(*) as n_obs,
        count(distinct level) as n_bases,
        {{ error_of_any_end('count(*)') }} as type1_error,
        to_json({
            'found_on': concat('of ', count(*), ' steps in size of ', count(distinct level), ' families'),
            'unit': 'family'
        }) as facts
    from steps
    where measure = 'joint_steps_pct'
    group by cell_id

),

parting_steps_pct as (

    select
        cell_id,
        100 * avg((not is_joint)::integer) as estimate,
        100 * avg(is_shown_parting::integer) as low,
        100 - 100 * avg(is_shown_joint::integer) as high,
        count(*) as n_obs,
        count(distinct level) as n_bases,
        {{ error_of_any_end('count(*)') }} as type1_error,
        to_json({
            'found_on': concat('of ', count(*), ' steps in size of ', count(distinct level), ' families'),
            'unit': 'family'
        }) as facts
    from steps
    where measure = 'parting_steps_pct'
    group by cell_id

)

{{ observations_within('joint_steps_pct', 'parting_steps_pct') }}
