-- By what is compared: packages that alarm falsely in at most 6 % of every cell, and whose 95 %
-- intervals hold the truth in at least 93 %. The one that finds most comes first, where that was
-- measured, and those that find less than nine tenths as much stand apart.
with asked as (
    select
        *,
        tool || ' (' || version || ')' as package,
        case
            when regime in ('equal runs', 'known difference') and n = 200 then '200 questions'
            when regime in ('equal runs', 'known difference') and n = 30 and pairs = '0-6 %'
                then '30 questions, few differ'
            when regime = 'documents of five' and n = 30 then '30 documents, 5 questions each'
            when regime = 'sources' then '6 to 30 sources of unequal size'
            when regime = '10 candidates' then '10 candidates, the best of them'
            when regime = '14 subjects' then '14 subjects, any of them'
            when regime = '20 looks' then '20 looks while answers come'
            when regime = 'four repeats' then '4 answers to each question'
            when regime like 'graded%' and n = 30 then '30 graded scores near the top'
        end as compared
    from 'seeds/tools/tools_on_trial.csv'
    where version is not null
),

holding as (
    select
        compared,
        package,
        avg(finds order by regime, pairs, n) as finds
    from asked
    where compared is not null
    group by all
    having
        max(false_alarms) <= 0.06
        and coalesce(min(covers) filter (regime not like '%equal runs'), 1) >= 0.93
),

ranked as (
    select
        *,
        coalesce(finds >= 0.9 * max(finds) over (partition by compared), true) as finds_most
    from holding
)

select
    compared,
    string_agg(package, '; ' order by finds desc, package) filter (finds_most) as take,
    string_agg(package, '; ' order by finds desc, package) filter (not finds_most) as holds_but_finds_less
from ranked
group by compared
order by split_part(compared, ' ', 1)::int, compared
