-- Claims of packages about their own errors, by the trial of docs/tools.md: the worst cell of the range that
-- a claim is about decides. It contradicts a point beyond the claim's number, and three standard errors.
with cells as (

    select
        *,
        regexp_extract(group_b, '^(.*?)( from [0-9]+)?$', 1) as regime,
        coalesce(try_cast(regexp_extract(group_b, ' from ([0-9]+)$', 1) as bigint), 0) as least_n
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'tools' and is_sound

),

rated as (

    select
        cells.cell_id,
        trial.*,
        100 * if(cells.measure = 'coverage', trial.covers, trial.false_alarms) as rate,
        if(cells.measure = 'coverage', -1, 1) as worse,
        greatest(1, 3 * sqrt(rate * (100 - rate) / trial.draws)) as reach,
        worse * (rate - cells.decision_value) > reach as is_beyond
    from cells
    inner join {{ ref('tools_on_trial') }} as trial
        on cells.group_a = trial.tool and cells.regime = trial.regime and trial.n >= cells.least_n
    where rate is not null

),

worst_rate as (

    select
        cell_id,
        arg_max(rate, worse * rate) as estimate,
        least(arg_max(rate, worse * rate), arg_max(rate - worse * reach, worse * rate - reach)) as low,
        greatest(arg_max(rate, worse * rate), arg_max(rate - worse * reach, worse * rate - reach)) as high,
        sum(draws) as n_obs,
        count(*) as n_bases,
        -- three standard errors in one of the cells
        least(1, count(*) * 0.00135) as type1_error,
        to_json({
            'version': any_value(version),
            'pairs': arg_max(pairs, worse * rate),
            'n_worst': arg_max(n, worse * rate),
            'n_beyond': count(*) filter (where is_beyond),
            'largest_beyond': max(n) filter (where is_beyond),
            'largest': max(n)
        }) as facts
    from rated
    group by cell_id

)

{{ observations('worst_rate') }}
