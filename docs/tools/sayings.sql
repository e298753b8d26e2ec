-- Of 100 comparisons: how often rules err that are in use, what they miss, and what gates let pass.
with trial as (
    select
        *,
        100 * coalesce(false_alarms, passes, covers) as rate
    from 'seeds/tools/tools_on_trial.csv'
)

select
    case
        when regime = 'equal runs' then '"B is 2 points higher", said of two equal runs of 200 questions'
        when regime = '20 looks' then 'a t test at each of 20 looks, false alarms'
        when regime = '14 subjects' then 'a t test of each of 14 subjects, any false alarm'
        when regime = '10 candidates' then 'a t test of each of 10 equal candidates, any called better'
        when regime = 'four repeats' then '4 answers counted as 4 questions, false alarms'
        when regime = 'missing grades'
            then 'intervals that leave missing grades out and hold, 12,032 questions'
        when tool = 'compare'
            then 'losses of the margin passed by a gate that passes what it proves, 500 questions'
        else 'losses of the margin passed by a gate that fails what it proves, 500 questions'
    end as what,
    if(
        round(min(rate)) = round(max(rate)),
        format('{:.0f}', max(rate)),
        format('{:.0f}-{:.0f}', min(rate), max(rate))
    ) as of_100
from trial
where
    (regime = 'equal runs' and tool = '2 points apart' and n = 200)
    or (regime in ('20 looks', '14 subjects', '10 candidates') and tool = 'scipy ttest_rel')
    or (regime = 'four repeats' and tool = 'scipy ttest_rel, answers as questions')
    or (regime = 'gate at the margin' and tool in ('compare', 'evalproof') and n = 500)
    or (regime = 'missing grades' and tool = 'left out' and n = 12032)
group by what

union all

select
    'findings of a paired test that an unpaired z loses, few of 500 questions differ' as what,
    format(
        '{:.0f}',
        100 - 100 * max(finds) filter (tool like 'two %') / max(finds) filter (tool = 'compare')
    ) as of_100
from trial
where regime = 'known difference' and n = 500 and pairs = '0-6 %'
order by split_part(of_100, '-', -1)::int desc, what
