-- What tools say where it matters that an answer is right and no rate can be.
with edges as (
    select
        *,
        tool || coalesce(' (' || version || ')', '') as named,
        if(regime = 'edges', pairs, format('{} questions', n)) as edge,
        case
            when crashes > 0 or refuses = 1 then 'no answer'
            when false_alarms > 0 then 'equal runs differ'
            when finds > 0 and pairs like '3%' then 'B is better'
            when disagree > 0 then 'interval and p disagree'
        end as says
    from 'seeds/tools/tools_on_trial.csv'
    where regime = 'edges' or (regime = 'equal runs' and refuses = 1)
)

select
    edge,
    says,
    string_agg(distinct named, '; ' order by named) as tools
from edges
where says is not null
group by edge, says
order by edge, says
