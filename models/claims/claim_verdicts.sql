-- One verdict per claim, basis and population: that of the reading kinder to the paper, which says so. Where readings
-- are tested apart, the kinder of them must be significant at its share of the level (Bonferroni), or all must support.
with readings as (

    select
        *,
        count(*) over asked as n_readings,
        min(verdict) over asked as first_verdict,
        max(verdict) over asked as last_verdict,
        coalesce(
            basis = 'sound_method' and verdict = 'supported' and last_verdict != first_verdict
            and claims.decided_by in ('effect', 'difference') and p_value >= claims.significance_level / n_readings, false
        ) as is_chosen
    from {{ ref('claim_readings') }}
    inner join (select claim_id, decided_by, significance_level from {{ ref('dim_claims') }}) as claims using (claim_id)
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
    readings.* exclude (
        reading_order, is_headline, first_verdict, last_verdict, is_chosen, decided_by, significance_level
    ) replace (
        if(readings.is_chosen, 'inconclusive', readings.verdict) as verdict,
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
            if(
                readings.is_chosen,
                concat('The kinder of ', readings.n_readings, ' readings is tested at its share of the level and not significant at that.'), null
            ),
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
