-- The verdict on every claim that a rule reached, on each basis and population: that of its observations
-- together.
with counted as (

    select
        *,
        count(*) filter (where verdict = 'supported') over of_claim as n_supported,
        count(*) filter (where verdict = 'contradicted') over of_claim as n_contradicted
    from {{ ref('int_claim_observations_judged') }}
    window of_claim as (partition by cell_id)

)

select
    cell_id,
    case any_value(observed_by)
        when 'p_value' then max(p_value)
        when 'min' then min(estimate)
        when 'max' then max(estimate)
        when 'count' then any_value(n_supported)
        else avg(estimate order by benchmark_id)
    end as observed,
    {{ verdict_of_all('verdict', 'any_value(n_benchmarks)', 'any_value(combined_by)') }} as verdict,
    fill_template(
        any_value(rule_family), any_value(measure), any_value(basis), 'detail',
        json_merge_patch(
            arg_min(facts, benchmark_id),
            to_json({
                'sentences': string_agg(sentence, '. ' order by benchmark_id, sentence),
                'n_supported': any_value(n_supported),
                'n_contradicted': any_value(n_contradicted),
                'n_several': nullif(any_value(n_benchmarks), 1),
                'worst_error': max(type1_error)
            })
        ),
        arg_min(common, benchmark_id)
    ) as detail,
    max(n_obs) as n_obs,
    max(n_bases) as n_bases,
    case when count(*) = 1 then any_value(ci_low) end as ci_low,
    case when count(*) = 1 then any_value(ci_high) end as ci_high,
    case when count(*) = 1 then any_value(p_value) end as p_value,
    max(type1_error) as type1_error,
    case
        when not bool_or(errs_too_often) then null
        when count(type1_error) filter (where errs_too_often) = 0
            then 'No verdict is given, because its error rate is not known.'
        else concat(
            'Such a verdict would be wrong in up to ',
            {{ format_number('100 * max(type1_error) filter (where errs_too_often)', 2) }},
            ' % of samples, so none is given.'
        )
    end as too_often
from counted
group by cell_id
