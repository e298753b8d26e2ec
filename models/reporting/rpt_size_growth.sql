-- Whether scores go on growing with size, by population: the counts, and the one sentence that every page says of them.
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

)

select
    cohort_id,
    cohort_name,
    cohort_role,
    from_b,
    to_b,
    n_benchmarks,
    n_reached,
    n_higher,
    n_rising_beyond_7b,
    n_rising_beyond_13b,
    n_rising_beyond_35b,
    concat(
        if(
            n_reached = 0, format('Too few bases at {:g} B', to_b),
            format('{:g} B above {:g} B on ', to_b, from_b) || {{ count_of('n_higher', 'n_reached') }}
        ),
        '; significant rise beyond 13 B on ', {{ count_of('n_rising_beyond_13b', 'n_benchmarks') }}, ' benchmarks'
    ) as sentence
from counted
