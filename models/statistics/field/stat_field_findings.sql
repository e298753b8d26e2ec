-- Each finding on each population: on how many benchmarks it is shown, with and without Holm's
-- adjustment for their number, and what that comes to.
with slopes as (

    select
        *,
        case (model, term)
            when ('total', 'log2_total') then 'more parameters go with higher scores'
            when ('total and date', 'log2_total') then 'more parameters at equal date of release'
            when ('active', 'log2_active') then 'more active parameters go with higher scores'
            when ('date', 'years') then 'newer models score higher'
            when ('total and date', 'years') then 'newer models of equal size score higher'
            when ('open at equal date', 'is_open') then 'open weights are behind closed ones at equal date'
        end as finding,
        case when term = 'is_open' then -1 else 1 end as sign
    from {{ ref('stat_field_slopes') }}

),

tests as (

    select
        finding,
        cohort_id,
        benchmark_id,
        status,
        sign * estimate as estimate,
        p_value,
        n_obs,
        -- of a finding that rests on sizes, all weights of the regression have one
        n_sized,
        warning
    from slopes
    where finding is not null
    union all by name
    select
        'the total fits better than the active parameters' as finding,
        cohort_id,
        benchmark_id,
        status,
        vuong_t as estimate,
        vuong_p_value as p_value,
        n_obs,
        n_obs as n_sized,
        null as warning
    from {{ ref('stat_field_size_measures') }}
    union all by name
    select
        'reasoning adds to the same weights' as finding,
        cohort_id,
        benchmark_id,
        status,
        estimate,
        p_value,
        n_pairs as n_obs,
        null as n_sized,
        warning
    from {{ ref('stat_field_modes') }}
    where comparison = 'reasoning − not reasoning'

),

-- every finding of every population, asked or not
asked as (

    select
        findings.finding,
        cohorts.cohort_id
    from (select distinct finding from tests) as findings
    cross join (select distinct cohort_id from {{ ref('stat_field_coverage') }}) as cohorts

),

trusted as (

    select
        *,
        row_number() over (partition by finding, cohort_id order by p_value, benchmark_id) as place,
        count(*) over (partition by finding, cohort_id) as n_tests
    from tests
    where status = 'ok' and warning is null and p_value is not null

),

-- Holm 1979: the smallest p-value counts for all, the next for all but one, and none less than those before
adjusted as (

    select
        *,
        least(1, max(p_value * (n_tests - place + 1)) over (partition by finding, cohort_id order by place)) as p_adjusted
    from trusted

),

summed as (

    select
        finding,
        cohort_id,
        count(*) as n_trusted,
        count(*) filter (where p_value < {{ significance_level() }} and estimate > 0) as n_shown,
        count(*) filter (where p_value < {{ significance_level() }} and estimate < 0) as n_against,
        count(*) filter (where p_adjusted < {{ significance_level() }} and estimate > 0) as n_shown_holm,
        count(*) filter (where p_adjusted < {{ significance_level() }} and estimate < 0) as n_against_holm
    from adjusted
    group by finding, cohort_id

),

computed as (

    select
        finding,
        cohort_id,
        count(*) as n_benchmarks,
        count(*) filter (where estimate > 0) as n_same_sign,
        max(n_obs) as n_obs_max,
        max(n_sized) as n_sized_max
    from tests
    where status = 'ok'
    group by finding, cohort_id

)

select
    asked.finding,
    asked.cohort_id,
    case
        when coalesce(computed.n_benchmarks, 0) = 0 then 'cannot be asked'
        when coalesce(summed.n_trusted, 0) = 0 then 'makers too few'
        when summed.n_shown_holm > 0 and summed.n_against_holm > 0 then 'shown both ways'
        when summed.n_against_holm > 0 then 'the contrary is shown'
        when summed.n_shown_holm > summed.n_trusted / 2 then 'shown on most'
        when summed.n_shown_holm > 0 then 'shown on some'
        else 'not shown'
    end as verdict,
    coalesce(computed.n_benchmarks, 0) as n_benchmarks,
    coalesce(computed.n_same_sign, 0) as n_same_sign,
    coalesce(summed.n_trusted, 0) as n_trusted,
    coalesce(summed.n_shown, 0) as n_shown,
    coalesce(summed.n_against, 0) as n_against,
    coalesce(summed.n_shown_holm, 0) as n_shown_holm,
    coalesce(summed.n_against_holm, 0) as n_against_holm,
    computed.n_obs_max,
    computed.n_sized_max,
    {{ var('confidence_level') }}::double as confidence_level
from asked
left join computed on asked.finding = computed.finding and asked.cohort_id = computed.cohort_id
left join summed on asked.finding = summed.finding and asked.cohort_id = summed.cohort_id
