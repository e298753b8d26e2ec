-- Whether scores go on growing with size, by population: the counts, the one sentence that every page says of
-- them, where all smoothers agree that curves rise and fall, and whether abilities emerge.
with counted as (

    select
        cohort_id,
        cohort_name,
        cohort_role,
        from_b,
        to_b,
        count(*) as n_benchmarks,
        {% for size in [7, 13, 35] -%}
            count(*) filter (where rises_beyond_{{ size }}b) as n_rising_beyond_{{ size }}b,
        {% endfor -%}
        count(*) filter (where is_reached) as n_reached,
        count(*) filter (where ratio_low > 1) as n_higher
    from {{ ref('stat_gamm_growth') }}
    where status = 'ok' and ratio is not null and n_smoothers > 1
    group by cohort_id, cohort_name, cohort_role, from_b, to_b

),

-- what all smoothers agree on over a factor of 1.5 at the least
stretches as (

    select
        cohort_id,
        benchmark_name,
        benchmark_order,
        direction_agreed
    from {{ ref('rpt_size_curves') }}
    where
        gamm = 'size_clustered'
        and (
            (direction_agreed = 'rises' and parameters_b between 3 and 7)
            or (direction_agreed = 'falls' and parameters_b > 7)
        )
    group by all
    having max(parameters_b) >= 1.5 * min(parameters_b)

),

shapes as (

    select
        cohort_id,
        count(*) filter (where direction_agreed = 'rises') as n_rising_middle,
        count(*) filter (where direction_agreed = 'falls') as n_falling_late,
        string_agg(benchmark_name, ', ' order by benchmark_order)
        filter (where direction_agreed = 'falls') as falling_late_on
    from stretches
    group by cohort_id

),

-- verdicts on emergence, over benchmarks and scales of the score
emergence as (

    select
        cohort_id,
        count(*) as n_emergence_tests,
        count(*) filter (where verdict = 'gradual') as n_gradual,
        count(*) filter (where verdict = 'emergent') as n_emergent,
        count(*) filter (where verdict not in ('gradual', 'emergent')) as n_emergence_else,
        string_agg(distinct benchmark_name, ' and ' order by benchmark_name)
        filter (where verdict = 'emergent') as emergent_on
    from {{ ref('stat_emergence') }}
    where verdict is not null
    group by cohort_id

)

select
    cohort_id,
    counted.cohort_name,
    counted.cohort_role,
    counted.from_b,
    counted.to_b,
    counted.n_benchmarks,
    counted.n_reached,
    counted.n_higher,
    counted.n_rising_beyond_7b,
    counted.n_rising_beyond_13b,
    counted.n_rising_beyond_35b,
    coalesce(shapes.n_rising_middle, 0) as n_rising_middle,
    coalesce(shapes.n_falling_late, 0) as n_falling_late,
    shapes.falling_late_on,
    coalesce(emergence.n_emergence_tests, 0) as n_emergence_tests,
    coalesce(emergence.n_gradual, 0) as n_gradual,
    coalesce(emergence.n_emergent, 0) as n_emergent,
    coalesce(emergence.n_emergence_else, 0) as n_emergence_else,
    emergence.emergent_on,
    concat(
        if(
            n_reached = 0, format('Too few bases reach {:g} B', to_b),
            format('{:g} B beats {:g} B on ', to_b, from_b) || {{ count_of('n_higher', 'n_reached') }}
        ),
        '; beyond 13 B, ',
        {{ count_of('n_rising_beyond_13b', 'n_benchmarks') }},
        ' benchmarks rise significantly'
    ) as sentence
from counted
left join shapes using (cohort_id)
left join emergence using (cohort_id)
