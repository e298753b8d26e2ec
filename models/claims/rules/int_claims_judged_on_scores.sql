-- Claims about scores in a range of sizes: against chance, or small models against large ones. The
-- sound test takes a base family, not an evaluation, for one observation. Its critical values are
-- those of a normal; with fewer than ten observations it decides nothing.
with scores as (

    select
        scores.cohort_id,
        scores.evaluation_id,
        scores.benchmark_id,
        scores.score_pct,
        sizes.parameters_b,
        evaluations.base_family,
        benchmarks.chance_pct,
        benchmarks.n_items
    from {{ ref('int_cohort_scores_compared') }} as scores
    inner join {{ ref('int_cohort_sizes_chosen') }} as sizes using (cohort_id, evaluation_id)
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    where sizes.parameters_b > 0

),

cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'score_test' and basis in ('same_method', 'sound_method')

),

-- the size below which a share of a population's models lies
splits as (

    select
        cells.claim_id,
        cells.basis,
        scores.cohort_id,
        quantile_cont(scores.parameters_b, [0.2, 0.4, 0.6, 0.8]) as fifths
    from cells
    inner join scores using (cohort_id, benchmark_id)
    where cells.measure = 'small_minus_large'
    group by cells.claim_id, cells.basis, scores.cohort_id

),

sides as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        cells.benchmark_id,
        case
            when cells.measure = 'above_chance' then 'a'
            -- q0-60% is the first three fifths, q60-100% the rest
            when scores.parameters_b <= splits.fifths[regexp_extract(cells.group_a, '([0-9]+)%', 1)::integer // 20] then 'a'
            else 'b'
        end as side,
        case when cells.basis = 'sound_method' then scores.base_family else scores.evaluation_id end as unit,
        scores.score_pct,
        scores.chance_pct,
        scores.n_items
    from cells
    inner join scores using (cohort_id, benchmark_id)
    left join splits using (claim_id, basis, cohort_id)
    where
        (
            (
                cells.measure = 'above_chance'
                and scores.parameters_b between coalesce(cells.size_a_low_b, 0) and coalesce(cells.size_a_high_b, 'infinity'::double)
            )
            or splits.fifths is not null
        )
        and (cells.basis != 'sound_method' or scores.base_family is not null)

),

units as (

    select
        claim_id,
        basis,
        cohort_id,
        benchmark_id,
        side,
        unit,
        avg(score_pct order by score_pct) as score_pct,
        any_value(chance_pct) as chance_pct,
        any_value(n_items) as n_items
    from sides
    group by claim_id, basis, cohort_id, benchmark_id, side, unit

),

means as (

    select
        claim_id,
        basis,
        cohort_id,
        benchmark_id,
        side,
        count(*) as n_units,
        avg(score_pct order by score_pct) as mean,
        var_samp(score_pct order by score_pct) / count(*) as squared_error,
        any_value(chance_pct) as chance_pct,
        any_value(n_items) as n_items
    from units
    group by claim_id, basis, cohort_id, benchmark_id, side

),

differences as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        cells.benchmark_id,
        cells.measure,
        cells.expected = 'no better than chance' as is_denied,
        a.n_units as n_a,
        b.n_units as n_b,
        case when cells.measure = 'above_chance' then a.mean - a.chance_pct else a.mean - b.mean end as difference,
        -- models are scored on the same items, whose sampling error does not shrink with the models
        sqrt(
            a.squared_error
            + case when cells.measure = 'above_chance' then a.mean * (100 - a.mean) / a.n_items else b.squared_error end
        ) as std_error,
        least(a.n_units, coalesce(b.n_units, a.n_units)) as n_least
    from cells
    inner join means as a
        on cells.claim_id = a.claim_id and cells.basis = a.basis and cells.cohort_id = a.cohort_id and a.side = 'a'
    left join means as b
        on cells.claim_id = b.claim_id and cells.basis = b.basis and cells.cohort_id = b.cohort_id and b.side = 'b'

)

select
    claim_id,
    basis,
    cohort_id,
    difference as observed,
    case
        when n_least < 10 then 'inconclusive'
        when measure = 'above_chance' and is_denied
            then case
                when difference > {{ critical_z(tails=1) }} * std_error then 'contradicted'
                when basis = 'same_method' then 'supported'
                when difference + {{ critical_z(tails=1) }} * std_error < {{ var('equivalence_margin_pct') }} then 'supported'
                else 'inconclusive'
            end
        when measure = 'above_chance'
            then case
                when difference > {{ critical_z(tails=1) }} * std_error then 'supported'
                -- below chance, significantly
                when difference < -{{ critical_z(tails=1) }} * std_error then 'contradicted'
                when basis = 'sound_method' then 'inconclusive'
                else 'contradicted'
            end
        when abs(difference) > {{ critical_z() }} * std_error then 'contradicted'
        when basis = 'same_method' then 'supported'
        -- the interval of two one-sided tests, 90 % at the usual level, lies within the margin
        when abs(difference) + {{ critical_z(tails=1) }} * std_error < {{ var('equivalence_margin_pct') }} then 'supported'
        else 'inconclusive'
    end as verdict,
    concat(
        case measure
            when 'above_chance' then concat('Models of these sizes average ', {{ points('difference') }}, ' points against chance on ')
            else concat('Smaller models score ', {{ points('difference') }}, ' points against larger ones on ')
        end,
        benchmarks.benchmark_name, ' (', {{ confidence_in_words() }}, ' interval ',
        {{ interval('difference - ' ~ critical_z() ~ ' * std_error', 'difference + ' ~ critical_z() ~ ' * std_error') }}, '; n ',
        {{ counted('n_a') }}, coalesce(' and ' || {{ counted('n_b') }}, ''),
        case basis when 'sound_method' then ' base families' else ' evaluations' end, ')',
        case when n_least < 10 then '; fewer than ten decide nothing' else '' end, '.'
    ) as detail,
    concat(
        {{ short('difference') }}, ' points, standard error ', {{ short('std_error', 3) }}, ', n ', n_a, coalesce(' and ' || n_b, '')
    ) as evidence,
    difference - {{ critical_z() }} * std_error as ci_low,
    difference + {{ critical_z() }} * std_error as ci_high,
    n_a + coalesce(n_b, 0) as n_obs
from differences
left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
-- without a chance level there is nothing to compare with
where std_error is not null and difference is not null
