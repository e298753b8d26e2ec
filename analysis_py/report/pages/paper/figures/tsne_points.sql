-- The t-SNE picture of each population, once per label to mark its groups by (Fig. 11). Of a population other
-- than the paper's, 400 evaluations are shown, picked by their identifier, a hash;
-- reporting.rpt_embedding_points has all.
with points as (
    select
        *,
        row_number() over (partition by cohort_id order by evaluation_id) as place,
        count(*) over (partition by cohort_id) as n_evaluations
    from reporting.rpt_embedding_points
),

labelled as (
    select
        cohort_id,
        place,
        n_evaluations,
        round(x, 1) as x,
        round(y, 1) as y,
        unnest([
            {
                label: 'Range of size',
                "group": case
                    when parameter_range in ('[35,180]', '(180,Inf)') then '35 B and more'
                    else regexp_replace(parameter_range, '^\[([0-9.]+),([0-9.]+)[\])]$', '\1–\2 B')
                end
            },
            { label: 'Training type', "group": training_type },
            { label: 'Architecture family', "group": architecture_family }
        ], recursive := true)
    from points
    where cohort_role = 'paper' or place <= 400
),

groups as (
    select
        cohort_id,
        label,
        "group",
        count(*) as n_group
    from labelled
    group by all
)

select
    cohort_id,
    label,
    x,
    y,
    format('{} · n = {:,}', "group", n_group) as panel,
    -- sizes by size, all else by number; what is not known comes last
    case
        when "group" in ('unknown', 'Other') then 1e9
        when label = 'Range of size'
            then coalesce(try_cast(regexp_extract("group", '^[0-9.]+') as double), 1e8)
        else -n_group
    end as panel_order
from labelled
inner join groups using (cohort_id, label, "group")
order by cohort_id asc, label desc, panel_order asc, panel asc, place asc;
