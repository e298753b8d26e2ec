-- What the words of the page cite.
with
growth as (
    select * from reporting.rpt_size_growth
    where cohort_role in ('paper', 'headline')
    order by cohort_role desc
),

emergence as (
    select * from reporting.rpt_size_growth
    where cohort_role in ('paper', 'headline', 'base_models') and n_emergence_tests > 0
    order by list_position(['paper', 'headline', 'base_models'], cohort_role)
),

-- quantised copies beside the same weights with 16 bits
bits as (
    select * from statistics.stat_quantisation
    where status = 'ok' and benchmark_id = 'average' and kind = '4 bit'
),

-- The verdict on each benchmark and scale of the score.
verdicts as (
    select * replace (coalesce(verdict, 'not tested') as verdict) from statistics.stat_emergence
    where cohort_role = 'headline'
    order by benchmark_order, score_scale_order
)

select
    *,
    array(select bits from bits) as bits,
    array(select verdicts from verdicts) as verdicts,
    array(select growth from growth) as growth,
    array(select emergence from emergence) as emergence
from reporting.rpt_facts_scale;
