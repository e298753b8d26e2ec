-- Small drawings of the cards: the curve of size on the first benchmark, the tuning differences within bases, the curve of release dates
-- on the benchmark with the most models.
with sizes as (
    select
        'size' as card,
        parameters_b as x,
        relative_score as y
    from reporting.rpt_size_curves
    where
        cohort_role = 'headline' and gamm = 'size_clustered' and engine = 'reml' and parameters_b between 0.5 and 100
    qualify dense_rank() over (order by benchmark_order) = 1
),

within_base as (
    select
        'within' as card,
        estimate as x,
        estimate as y
    from reporting.rpt_type_effects
    where
        cohort_role = 'headline' and type_view = 'within_mixed' and status = 'ok'
        and group_a = 'instruction-tuned' and group_b = 'pretrained'
),

-- the benchmark whose models are the farthest apart in time
widest as (
    select
        cohort_id,
        benchmark_id
    from reporting.rpt_field_curves
    where predictor = 'years'
    group by cohort_id, benchmark_id
    order by max(x) - min(x) desc, cohort_id asc, benchmark_id asc
    limit 1
),

dates as (
    select
        'today' as card,
        x,
        estimate as y
    from reporting.rpt_field_curves
    inner join widest using (cohort_id, benchmark_id)
    where predictor = 'years'
),

all_cards as (
    select * from sizes
    union all
    select * from within_base
    union all
    select * from dates
)

select
    card,
    list(y order by x) as heights
from all_cards
group by card
order by card;
