-- Every reading of a claim, with its verdicts. A verdict on the sizes that a paper had is one on its rows.
-- The headline takes the reading kinder to the paper: the one that its statement survives best on that basis
-- and population.
with judged as (

    select judged.* replace (coalesce(roles.cohort_id, judged.cohort_id) as cohort_id)
    from {{ ref('int_claim_readings_judged') }} as judged
    left join {{ ref('claim_cohorts') }} as roles on judged.cohort_id = roles.same_method_on

)

select
    judged.* exclude (reading_id),
    coalesce(readings.reading_order, 1) as reading_order,
    readings.reading,
    coalesce(readings.has_own_test, false) as has_own_test,
    row_number() over (
        partition by judged.claim_id, judged.basis, judged.cohort_id
        order by
            case judged.verdict
                when 'supported' then 1
                when 'inconclusive' then 2
                when 'contradicted' then 3
                when 'not_testable' then 4
                else 5
            end,
            coalesce(readings.reading_order, 1)
    ) = 1 as is_headline
from judged
inner join {{ ref('dim_claims') }} as claims on judged.claim_id = claims.claim_id
left join {{ ref('readings') }} as readings
    on readings.claim_id in (claims.claim_id, claims.topic)
    and readings.reading_order = case
        when judged.reading_id = judged.claim_id then 1
        else regexp_extract(judged.reading_id, '/([0-9]+)$', 1)::integer
    end
