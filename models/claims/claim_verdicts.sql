-- One verdict per claim, basis and population: that of the reading kinder to the paper, which says so. Where
-- readings are tested apart, all must support; or the kinder is significant at its share of the level
-- (Bonferroni), or, having no p-value, errs with the others together in no more samples than one test may.
with readings as (

    select
        *,
        count(*) over asked as n_readings,
        min(verdict) over asked as first_verdict,
        max(verdict) over asked as last_verdict,
        sum(type1_error) over asked as total_error,
        claims.decided_by in ('effect', 'difference') as has_p_value,
        coalesce(
            basis = 'sound_method' and verdict = 'supported' and last_verdict != first_verdict
            and bool_or(has_own_test) over asked, false
        ) as is_chosen,
        is_chosen and if(
            has_p_value,
            p_value >= claims.significance_level / n_readings,
            total_error > {{ var('largest_type1_error') }}
        ) as is_chance
    from {{ ref('claim_readings') }}
    inner join (
        select claim_id, decided_by, significance_level from {{ ref('dim_claims') }}
    ) as claims using (claim_id)
    window asked as (partition by claim_id, basis, cohort_id)

),

-- all base families of the scores that a verdict by data may rest on
bases as (

    select
        members.cohort_id,
        count(distinct evaluations.base_family) as n_bases,
        count(*) as n_evaluations
    from {{ ref('bridge_cohort_evaluations') }} as members
    inner join {{ ref('fct_evaluations') }} as evaluations
        on members.evaluation_id = evaluations.evaluation_id
    group by members.cohort_id

)

select
    readings.* exclude (
        reading_order, is_headline, has_own_test, first_verdict, last_verdict, total_error, has_p_value,
        is_chosen, is_chance, decided_by, significance_level
    ) replace (
        if(readings.is_chance, 'inconclusive', readings.verdict) as verdict,
        if(readings.is_chosen and not readings.has_p_value, readings.total_error, readings.type1_error)
            as type1_error,
        concat_ws(
            ' ',
            case
                when readings.n_readings > 1 and readings.verdict != 'not_applicable'
                    then concat(
                        'Read as: ', readings.reading, '.',
                        case
                            when readings.first_verdict != readings.last_verdict
                                then ' Another reading is less kind to the paper.'
                            else ''
                        end
                    )
            end,
            readings.detail,
            case
                when readings.is_chance and readings.has_p_value
                    then concat(
                        'The kinder of ', readings.n_readings,
                        ' readings is tested at its share of the level and not significant at that.'
                    )
                when readings.is_chance
                    then concat(
                        'One of ', readings.n_readings, ' readings would hold by chance in up to ',
                        {{ format_number('100 * readings.total_error', 2) }},
                        ' % of samples, so that no verdict is given.'
                    )
            end,
            case
                when
                    readings.unit in ('evaluations', 'base families', 'model generations', 'models')
                    and bases.n_bases is not null
                    then concat(
                        'These data hold ', {{ format_count('bases.n_evaluations') }},
                        ' evaluations of ', {{ format_count('bases.n_bases') }}, ' bases.'
                    )
            end
        ) as detail,
        case when readings.n_readings > 1 then readings.reading end as reading,
        coalesce(
            readings.n_bases,
            case
                when readings.unit is not null and readings.basis in ('same_method', 'sound_method')
                    then bases.n_bases
            end
        )
            as n_bases
    )
from readings
left join bases on readings.cohort_id = bases.cohort_id
where readings.is_headline
