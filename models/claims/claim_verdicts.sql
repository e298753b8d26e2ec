-- One verdict per claim, basis and population: that of the reading kinder to the paper, which says so.
with readings as (

    select
        *,
        count(*) over asked as n_readings,
        min(verdict) over asked as first_verdict,
        max(verdict) over asked as last_verdict
    from {{ ref('claim_readings') }}
    window asked as (partition by claim_id, basis, cohort_id)

),

-- all base families of the scores that a verdict by data may rest on
bases as (

    select
        members.cohort_id,
        count(distinct evaluations.base_family) as n_bases,
        count(*) as n_evaluations
    from {{ ref('bridge_cohort_evaluations') }} as members
    inner join {{ ref('fct_evaluations') }} as evaluations on members.evaluation_id = evaluations.evaluation_id
    group by members.cohort_id

)

select
    readings.* exclude (reading_order, is_headline, first_verdict, last_verdict) replace (
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
                when readings.unit in ('evaluations', 'base families', 'model generations', 'models') and bases.n_bases is not null
                    then concat(
                        'The population has ', {{ format_count('bases.n_evaluations') }}, ' evaluations of ', {{ format_count('bases.n_bases') }},
                        ' base families.'
                    )
            end
        ) as detail,
        case when readings.n_readings > 1 then readings.reading end as reading,
        coalesce(readings.n_bases, case when readings.unit is not null and readings.basis in ('same_method', 'sound_method') then bases.n_bases end)
            as n_bases
    )
from readings
left join bases on readings.cohort_id = bases.cohort_id
where readings.is_headline
