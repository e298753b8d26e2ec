-- Where another tool's interval is better than ours: narrower, and nearer to what it promises. Beside
-- it the false alarms of both where the same two runs are made equal.
with cells as (
    select
        *,
        max(false_alarms) over (
            partition by tool, replace(regime, 'known difference', 'equal runs'), pairs, n
        ) as alarms
    from 'seeds/tools/tools_on_trial.csv'
    where regime not in ('law against package', 'missing grades')
),

better as (
    select
        others.*,
        ours.covers as ours_covers,
        ours.alarms as ours_alarms,
        100 * (1 - others.width / ours.width) as narrower
    from cells as ours
    inner join cells as others using (regime, pairs, n)
    where
        ours.tool = if(others.tool like '%cluster%', 'compare --cluster', 'compare')
        and (others.tool like '%cluster%' or regime not in ('documents of five', 'sources'))
        and others.tool not like 'compare%'
        and regime not like '%equal runs'
        and others.width < ours.width
        and others.covers >= 0.93
        and (
            (others.covers >= 0.95 and others.width < 0.98 * ours.width)
            or abs(others.covers - 0.95)
            + 2 * sqrt(
                (others.covers * (1 - others.covers) + ours.covers * (1 - ours.covers)) / others.draws
            )
            < abs(ours.covers - 0.95)
        )
)

select
    tool || coalesce(' (' || version || ')', '') as tool,
    regime,
    pairs,
    string_agg(n, ', ' order by n) as n,
    format('{:.0f}-{:.0f}', min(narrower), max(narrower)) as narrower_pct,
    format('{:.1f}-{:.1f}', 100 * min(covers), 100 * max(covers)) as it_holds,
    format('{:.1f}-{:.1f}', 100 * min(ours_covers), 100 * max(ours_covers)) as ours_holds,
    format('{:.1f}-{:.1f}', 100 * min(alarms), 100 * max(alarms)) as it_alarms,
    format('{:.1f}-{:.1f}', 100 * min(ours_alarms), 100 * max(ours_alarms)) as ours_alarms
from better
group by all
order by tool, regime, pairs
