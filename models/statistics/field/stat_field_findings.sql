-- Each finding on each population: on how many benchmarks it is significant, adjusted for their number
-- and not, and what that comes to.
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
        is_significant,
        n_obs,
        -- of a finding that rests on sizes, all weights of the regression have one
        n_sized
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
        is_significant,
        n_obs,
        n_obs as n_sized
    from {{ ref('stat_field_size_measures') }}
    union all by name
    select
        'reasoning adds to the same weights' as finding,
        cohort_id,
        benchmark_id,
        status,
        estimate,
        p_value,
        is_significant,
        n_pairs as n_obs,
        null as n_sized
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

summed as (

    select
        finding,
        cohort_id,
        count(*) as n_trusted,
        count(*) filter (where is_significant and estimate > 0) as n_significant,
        count(*) filter (where is_significant and estimate < 0) as n_contrary,
        count(*) filter (where {{ is_significant('p_value') }} and estimate > 0) as n_significant_unadjusted,
        count(*) filter (where {{ is_significant('p_value') }} and estimate < 0) as n_contrary_unadjusted
    from tests
    where is_significant is not null
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
        when coalesce(summed.n_trusted, 0) = 0 then 'developers too few'
        when summed.n_significant > 0 and summed.n_contrary > 0 then 'significant both ways'
        when summed.n_contrary > 0 then 'the contrary is significant'
        when summed.n_significant > summed.n_trusted / 2 then 'significant on most'
        when summed.n_significant > 0 then 'significant on some'
        else 'not significant'
    end as verdict,
    coalesce(computed.n_benchmarks, 0) as n_benchmarks,
    coalesce(computed.n_same_sign, 0) as n_same_sign,
    coalesce(summed.n_trusted, 0) as n_trusted,
    coalesce(summed.n_significant, 0) as n_significant,
    coalesce(summed.n_contrary, 0) as n_contrary,
    coalesce(summed.n_significant_unadjusted, 0) as n_significant_unadjusted,
    coalesce(summed.n_contrary_unadjusted, 0) as n_contrary_unadjusted,
    computed.n_obs_max,
    computed.n_sized_max,
    {{ var('confidence_level') }}::double as confidence_level
from asked
left join computed on asked.finding = computed.finding and asked.cohort_id = computed.cohort_id
left join summed on asked.finding = summed.finding and asked.cohort_id = summed.cohort_id
