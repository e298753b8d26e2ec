-- Verdicts on populations for which only the statistics of docs/field.md are computed: regressions with
-- errors clustered by developer. The ledger's own rules need benchmarks that all models share,
-- architectures and base families, which these sources lack.
with answers as (

    select
        asked.claim_id,
        asked.what,
        asked.kind,
        asked.sign * fitted.estimate as estimate,
        case when asked.sign < 0 then -fitted.ci_high else fitted.ci_low end as ci_low,
        case when asked.sign < 0 then -fitted.ci_low else fitted.ci_high end as ci_high,
        fitted.* exclude (question, estimate, ci_low, ci_high, warning),
        {{ error_rate_warning() }} as warning
    from {{ ref('int_claims_today_selected') }} as asked
    inner join {{ ref('fit_claims_today') }} as fitted using (cohort_id, benchmark_id, question)

),

observations as (

    select
        answers.*,
        claims.decision,
        claims.direction,
        claims.decision_value,
        claims.tolerance,
        claims.decided_by,
        true as is_sound,
        null::boolean as holds,
        answers.warning is null as can_decide,
        answers.ci_low as low,
        -- no better than chance is never shown, only refuted
        case when claims.measure = 'above_chance' and claims.decision != 'positive' then 'infinity' else answers.ci_high end as high,
        0 as margin,
        case
            -- one side has half the probability
            when claims.measure = 'above_chance' then answers.estimate > 0 and answers.p_value / 2 < claims.significance_level
            when claims.measure in ('difference', 'slope') then answers.ci_low > 0
            else answers.estimate > 0 and answers.p_adjusted < claims.significance_level
        end as is_above,
        case
            when claims.measure in ('above_chance', 'difference', 'slope') then answers.ci_high < 0
            else answers.estimate < 0 and answers.p_adjusted < claims.significance_level
        end as is_below
    from answers
    inner join {{ ref('dim_claims') }} as claims using (claim_id)

),

judged as (

    select
        answers.*,
        case when answers.status = 'ok' then {{ verdict_of_observation() }} else 'not_testable' end as verdict,
        case
            when answers.status != 'ok' then concat(answers.what, ': ', answers.status)
            else concat(
                answers.what, ': ', {{ format_points('answers.estimate') }},
                ' ' || {{ format_interval('answers.ci_low', 'answers.ci_high') }} || ', ' || case when answers.p_adjusted < 0.001 then 'p < 0.001' else 'p = ' || {{ format_number('answers.p_adjusted', 2) }} end,
                ' (' || answers.warning || ')'
            )
        end as sentence
    from observations as answers

),

-- most claims are one question; that groups differ at all is one per pair
summed as (

    select
        claim_id,
        cohort_id,
        benchmark_id,
        case
            when count(*) = 1 then any_value(verdict)
            when bool_and(verdict = 'not_testable') then 'not_testable'
            when any_value(decision) = 'significant'
                then case
                    when bool_or(verdict = 'supported') then 'supported'
                    when bool_and(verdict = 'contradicted') then 'contradicted'
                    else 'inconclusive'
                end
            when bool_or(verdict = 'contradicted') then 'contradicted'
            when bool_and(verdict = 'supported') then 'supported'
            else 'inconclusive'
        end as verdict,
        case
            when count(*) = 1 then any_value(sentence)
            else concat(
                count(*) filter (where (is_above or is_below) and can_decide), ' of ', count(*) filter (where status = 'ok'),
                ' pairs that can be compared are significant after Holm''s adjustment'
            )
        end as sentence,
        {% for figure in ['estimate', 'ci_low', 'ci_high', 'p_adjusted', 'df_den'] -%}
            case when count(*) = 1 then any_value({{ figure }}) end as {{ figure }},
        {% endfor -%}
        coalesce(max(type1_error) filter (where can_decide), max(type1_error)) as type1_error,
        max(n_obs) as n_obs,
        max(n_developers) as n_developers,
        max(n_sized) as n_sized,
        max(n_models) as n_models
    from judged
    group by claim_id, cohort_id, benchmark_id

)

select
    claims.claim_id,
    populations.cohort_id,
    coalesce(summed.benchmark_id, 'none') as benchmark_id,
    coalesce(summed.verdict, case when claims.describes_sample then 'not_applicable' else 'not_testable' end) as verdict,
    case
        when summed.verdict is not null
            then concat(
                'On ', described.benchmark_name, ', ', summed.sentence,
                if(summed.n_obs > 0, concat('; ', summed.n_obs, ' weights of ', summed.n_developers, ' developers'), ''), '.'
            )
        when claims.describes_sample
            then 'The claim describes the paper''s own sample, the models that it names, or the benchmark; of this population it is neither true nor false.'
        when claims.is_scaled then 'It is about scores scaled by the number of models of an architecture, which this population does not name.'
        when claims.factor = 'architecture_family' or contains(coalesce(claims.term, ''), 'architecture')
            then 'It is about architectures, which this population does not name.'
        when claims.benchmark_id = 'all' or claims.benchmark_id is null
            then 'It is about several benchmarks of the paper together, of which this population has too few.'
        when claims.suite = 'supplementary' and claims.claim_source = 'paper'
            then 'It is about the supplementary data of the paper''s appendix E, whose sizes are cut otherwise.'
        when asked_somewhere.claim_id is not null
            then concat(
                'No benchmark of this population stands for ', claims.benchmark, ', or fewer than {{ var("field_minimum") }} weights have a score on it.'
            )
        else 'The statistics of docs/field.md have nothing that answers it.'
    end as detail,
    {% for figure, name in [
        ('estimate', 'estimate'), ('ci_low', 'ci_low'), ('ci_high', 'ci_high'), ('p_adjusted', 'p_value'), ('df_den', 'df_den'),
        ('type1_error', 'type1_error'),
    ] -%}
        if(summed.verdict in ('supported', 'contradicted', 'inconclusive'), summed.{{ figure }}, null) as {{ name }},
    {% endfor -%}
    summed.n_obs,
    summed.n_developers,
    summed.n_sized,
    summed.n_models,
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('dim_claims') }} as claims
cross join (
    select cohort_id from {{ ref('dim_cohorts') }}
    where statistics = 'field' and status = 'ok'
) as populations
left join summed using (claim_id, cohort_id)
left join {{ ref('dim_benchmarks') }} as described on summed.benchmark_id = described.benchmark_id
left join (select distinct claim_id from answers) as asked_somewhere using (claim_id)
