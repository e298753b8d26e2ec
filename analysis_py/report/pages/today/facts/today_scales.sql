-- Who leads on the scale of every source whose models have dates, who cannot be told from the leader, and what is saturated.
with leaders as (

    select
        abilities.cohort_id,
        abilities.cohort_name,
        abilities.weights as leader,
        abilities.points,
        abilities.points_low,
        abilities.points_high,
        -- as the figure has them
        (
            select count(*) from statistics.stat_abilities as others
            where others.cohort_id = abilities.cohort_id and others.status = 'ok' and others.released_on is not null
        ) as n_models
    from statistics.stat_abilities as abilities
    where abilities.ability_rank = 1

),

compared as (

    select
        pairs.cohort_id,
        count(*) as n_compared,
        count(*) filter (where not pairs.is_distinguished) as n_not_distinguished
    from statistics.stat_ability_pairs as pairs
    inner join leaders on pairs.cohort_id = leaders.cohort_id and pairs.weights_a = leaders.leader
    group by pairs.cohort_id

),

benchmarks as (

    select
        cohort_id,
        count(*) as n_benchmarks,
        count(*) filter (where is_saturated) as n_saturated
    from statistics.stat_ability_benchmarks
    group by cohort_id

)

select
    leaders.*,
    compared.n_compared,
    compared.n_not_distinguished,
    benchmarks.n_benchmarks,
    benchmarks.n_saturated
from leaders
inner join compared on leaders.cohort_id = compared.cohort_id
inner join benchmarks on leaders.cohort_id = benchmarks.cohort_id
where leaders.n_models > 0
order by leaders.n_models desc, leaders.cohort_name asc;
