-- How fast the least price would have fallen had the price at an ability not depended on the day: prices less
-- what ability and day explain are dealt out anew among the models, five hundred times.
with models as (

    select
        *,
        (released_on - date '2020-01-01') / 365.25 as year
    from {{ ref('int_price_models') }}
    where log_first is not null

),

sums as (

    select
        cohort_id,
        var_pop(points) as pp,
        var_pop(year) as yy,
        covar_pop(points, year) as py,
        covar_pop(log_first, points) as lp,
        covar_pop(log_first, year) as ly,
        (lp * yy - ly * py) / (pp * yy - py * py) as by_points,
        (ly * pp - lp * py) / (pp * yy - py * py) as by_year
    from models
    group by cohort_id
    having count(*) >= 6

),

explained as (

    select
        models.cohort_id,
        models.weights,
        models.points,
        models.released_on,
        models.last_day,
        sums.by_points * models.points as log_by_points,
        models.log_first - sums.by_points * models.points - sums.by_year * models.year as residual,
        row_number() over (partition by models.cohort_id order by models.weights) as place
    from models
    inner join sums using (cohort_id)

),

dealt as (

    select
        cohort_id,
        residual,
        deal,
        row_number() over (
            partition by cohort_id, deal order by md5(weights || deal || '{{ var("seed") }}')
        ) as place
    from explained
    cross join range(500) as deals (deal)

),

fallen as (

    select
        explained.cohort_id,
        dealt.deal,
        levels.points,
        any_value(explained.last_day) - min(explained.released_on) as n_days,
        arg_min(
            explained.log_by_points + dealt.residual,
            (explained.released_on, explained.log_by_points + dealt.residual)
        ) - min(explained.log_by_points + dealt.residual) as log_fall
    from explained
    inner join dealt using (cohort_id, place)
    inner join {{ ref('price_levels') }} as levels on explained.points >= levels.points and levels.is_main
    group by explained.cohort_id, dealt.deal, levels.points

),

rates as (

    select
        cohort_id,
        deal,
        sum(log_fall order by points) / sum(n_days) * 365.25 as rate
    from fallen
    where n_days >= 365
    group by cohort_id, deal

)

select
    cohort_id,
    exp(avg(rate order by deal)) as factor_by_entry
from rates
group by cohort_id
