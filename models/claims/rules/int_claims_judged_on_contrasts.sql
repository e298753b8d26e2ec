-- Claims about the fitted log score at one size less that at another. How two points of a curve
-- covary is not kept. Reading the curve takes them as independent; the sound interval adds their
-- standard errors, which holds whatever their correlation is, of the model with a random effect of
-- the base family.
with points as (

    select
        cohort_id,
        gamm,
        benchmark_id,
        parameters_b,
        estimate,
        std_error,
        min(parameters_b) over fitted as smallest_b,
        max(parameters_b) over fitted as largest_b
    from {{ ref('stat_gamm_curves') }}
    where engine = 'reml' and term = 's(log_parameters_b)' and parameters_b is not null
    window fitted as (partition by cohort_id, gamm, benchmark_id)

),

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'gamm_contrast' and basis in ('same_method', 'sound_method')

),

sides as (

    select
        claim_id,
        basis,
        cohort_id,
        gamm,
        benchmark_id,
        unnest([
            { 'side': 'a', 'low_b': size_a_low_b, 'high_b': size_a_high_b, 'is_peak': contains(group_a, 'max') },
            { 'side': 'b', 'low_b': size_b_low_b, 'high_b': size_b_high_b, 'is_peak': contains(group_b, 'max') }
        ], recursive := true)
    from cells

),

-- a range is its points; one size is the point of the curve that is nearest to it
chosen as (

    select
        sides.*,
        points.benchmark_id as fitted_benchmark_id,
        points.parameters_b,
        points.estimate,
        points.std_error
    from sides
    inner join points
        on sides.cohort_id = points.cohort_id
        and sides.gamm = points.gamm
        and (sides.benchmark_id = points.benchmark_id or sides.benchmark_id = 'all')
    qualify
        case
            when low_b = high_b
                then row_number() over (
                    partition by claim_id, basis, sides.cohort_id, side, points.benchmark_id
                    order by abs(ln(points.parameters_b / low_b)), points.parameters_b
                ) = 1
            when is_peak
                then row_number() over (
                    partition by
                        claim_id, basis, sides.cohort_id, side, points.benchmark_id,
                        points.parameters_b between coalesce(low_b, 0) and coalesce(high_b, 'infinity'::double)
                    order by points.estimate desc, points.parameters_b asc
                ) = 1
                and points.parameters_b between coalesce(low_b, 0) and coalesce(high_b, 'infinity'::double)
            else points.parameters_b between coalesce(low_b, 0) and coalesce(high_b, 'infinity'::double)
        end

),

levels as (

    select
        claim_id,
        basis,
        cohort_id,
        fitted_benchmark_id,
        side,
        avg(estimate order by parameters_b) as estimate,
        avg(std_error order by parameters_b) as std_error,
        min(parameters_b) as from_b,
        max(parameters_b) as to_b
    from chosen
    group by claim_id, basis, cohort_id, fitted_benchmark_id, side

),

contrasts as (

    select
        a.claim_id,
        a.basis,
        a.cohort_id,
        a.fitted_benchmark_id as benchmark_id,
        a.estimate - b.estimate as difference,
        case a.basis
            when 'sound_method' then a.std_error + b.std_error
            else sqrt(pow(a.std_error, 2) + pow(b.std_error, 2))
        end as difference_error,
        difference - {{ critical_z() }} * difference_error as ci_low,
        difference + {{ critical_z() }} * difference_error as ci_high,
        concat(
            {{ short('a.from_b', 3) }}, case when a.to_b > a.from_b then '-' || {{ short('a.to_b', 3) }} else '' end,
            ' B against that at ',
            {{ short('b.from_b', 3) }}, case when b.to_b > b.from_b then '-' || {{ short('b.to_b', 3) }} else '' end, ' B'
        ) as what
    from levels as a
    inner join levels as b using (claim_id, basis, cohort_id, fitted_benchmark_id)
    where a.side = 'a' and b.side = 'b'

),

judged as (

    select
        contrasts.claim_id,
        contrasts.basis,
        contrasts.cohort_id,
        contrasts.benchmark_id,
        contrasts.difference,
        contrasts.ci_low,
        contrasts.ci_high,
        cells.decision,
        cells.n_benchmarks,
        case
            when cells.decision = 'positive'
                then case when ci_low > 0 then 'supported' when ci_high < 0 then 'contradicted' else 'inconclusive' end
            when cells.decision = 'negative'
                then case when ci_high < 0 then 'supported' when ci_low > 0 then 'contradicted' else 'inconclusive' end
            when ci_low > 0 or ci_high < 0 then 'contradicted'
            when contrasts.basis = 'sound_method' then 'inconclusive'
            else 'supported'
        end as verdict,
        concat(
            'on ', benchmarks.benchmark_name, ' the fitted score at ', what, ' is ',
            format('{:+.0f}', 100 * (exp(difference) - 1)), ' % (', {{ confidence_in_words() }}, ' interval ',
            format('{:+.0f}', 100 * (exp(ci_low) - 1)), ' to ', format('{:+.0f}', 100 * (exp(ci_high) - 1)), ' %)'
        ) as sentence,
        concat(
            contrasts.benchmark_id, ': ', what, ' = ', {{ short('difference', 3) }}, ' [', {{ short('ci_low', 3) }}, ', ',
            {{ short('ci_high', 3) }}, '] on the log scale'
        ) as evidence
    from contrasts
    inner join cells on contrasts.claim_id = cells.claim_id and contrasts.basis = cells.basis and contrasts.cohort_id = cells.cohort_id
    left join {{ ref('dim_benchmarks') }} as benchmarks on contrasts.benchmark_id = benchmarks.benchmark_id

)

select
    claim_id,
    basis,
    cohort_id,
    min(difference) as observed,
    case
        -- "in at least one benchmark" needs one
        when any_value(decision) = 'by_rule'
            then case
                when bool_or(verdict = 'supported' or ci_high < 0) then 'supported'
                when bool_and(verdict = 'contradicted') and count(*) >= any_value(n_benchmarks) then 'contradicted'
                else 'inconclusive'
            end
        else {{ verdict_of_all('verdict', 'any_value(n_benchmarks)') }}
    end as verdict,
    concat(
        'By the GAMM of size, ', string_agg(sentence, '; ' order by benchmark_id),
        case any_value(basis)
            when 'sound_method' then ', with the largest error that any correlation of the two could give.'
            else ', with the two taken as independent.'
        end
    ) as detail,
    string_agg(evidence, ' | ' order by benchmark_id) as evidence,
    case when count(*) = 1 then any_value(ci_low) end as ci_low,
    case when count(*) = 1 then any_value(ci_high) end as ci_high
from judged
group by claim_id, basis, cohort_id
