-- What a claim expects, as an operator and numbers. The first paper's claims are prose that has been gone
-- through one by one, and so are the words of seeds/claims/claim_wordings.csv; only those very words are
-- read as prose. Anything else is read whole by the grammar of models/claims/README.md, and is null where
-- it does not fit: no part of a text that says something else is ever taken for a number.
with wordings as (

    select
        method,
        statistic,
        expected,
        threshold,
        true as is_papers_wording
    from {{ ref('int_claims_stated') }}
    where claim_source = 'paper'
    union
    select
        method,
        statistic,
        expected,
        threshold,
        true as is_papers_wording
    from {{ ref('claim_wordings') }}

),

-- `expected` is a word or a number behind an operator; `threshold` a level, a tolerance or a bound
taken_apart as (

    select
        claims.file_name,
        claims.row_number,
        claims.expected,
        claims.threshold,
        coalesce(wordings.is_papers_wording, false) as is_papers_wording,
        regexp_extract(
            claims.expected, '^(rank|) ?(>=|<=|>|<|) ?({{ number_pattern(signed=true) }})$', ['of', 'operator', 'number']
        ) as bound,
        regexp_extract(
            claims.threshold, '^p(?:_adj)? ?(<|>=) ?({{ number_pattern() }})$', ['operator', 'number']
        ) as level,
        regexp_extract(claims.threshold, '^(?:\+-|±) ?({{ number_pattern() }})$', 1) as margin,
        regexp_extract(
            claims.threshold, '^diff ?(>=|<=|>|<) ?({{ number_pattern(signed=true) }})$', ['operator', 'number']
        ) as difference
    from {{ ref('int_claims_stated') }} as claims
    left join wordings
        on claims.method is not distinct from wordings.method
        and claims.statistic is not distinct from wordings.statistic
        and claims.expected is not distinct from wordings.expected
        and claims.threshold is not distinct from wordings.threshold

),

prose as (

    select
        file_name,
        row_number,
        case
            when expected = 'significant' then 'significant'
            when expected = 'not significant' then 'not_significant'
            when expected in ('positive', 'negative') then expected
            when regexp_matches(threshold, '>=[0-9]+ of [0-9]+') then 'at_least'
            when regexp_matches(expected, '^(rank)?>=[0-9.]') then 'at_least'
            when regexp_matches(expected, '^(rank)?<=[0-9.]') then 'at_most'
            when regexp_matches(expected, '^(rank)?>[0-9.]') then 'above'
            when regexp_matches(expected, '^(rank)?<[0-9.]') then 'below'
            when regexp_matches(threshold, '^>=[0-9.]') then 'at_least'
            when regexp_matches(expected, '^[0-9.]+( of [0-9]+ significant)?(;.*)?$') then 'equals'
            else 'by_rule'
        end as decision,
        try_cast(
            case
                when regexp_matches(threshold, '>=[0-9]+ of [0-9]+')
                    then regexp_extract(threshold, '>=([0-9]+) of', 1)
                when regexp_matches(expected, '^(rank)?[<>]=?[0-9.]')
                    then regexp_extract(expected, '[<>]=?([0-9.]+)', 1)
                when regexp_matches(threshold, '^>=[0-9.]')
                    then regexp_extract(threshold, '^>=([0-9.]+)', 1)
                when decision = 'equals' then regexp_extract(expected, '^([0-9.]+)', 1)
            end as double
        ) as decision_value,
        -- a printed number is right if it rounds to the digits that were printed
        greatest(
            coalesce(try_cast(nullif(regexp_extract(threshold, '^\+-([0-9.]+)', 1), '') as double), 0.0),
            case
                when decision = 'equals'
                    then 0.5 * pow(10, -length(regexp_extract(expected, '^[0-9]+\.?([0-9]*)', 1)))
                else 0.0
            end
        ) as tolerance,
        coalesce(
            try_cast(nullif(regexp_extract(threshold, 'p(?:_adj|_LRT)?(?:>=|<)([0-9.]+)', 1), '') as double),
            {{ significance_level() }}
        ) as significance_level,
        try_cast(
            nullif(regexp_extract(threshold, '([0-9]+(?:\.[0-9]+)?)', 1), '') as double
        ) as threshold_value
    from taken_apart
    where is_papers_wording

),

numbers as (

    select
        *,
        {{ finite_number('bound.number') }} as bound_value,
        {{ finite_number('level.number') }} as level_value,
        {{ finite_number('margin') }} as margin_value,
        {{ finite_number('difference.number') }} as difference_value
    from taken_apart
    where not is_papers_wording

),

grammar as (

    select
        *,
        case
            when expected = 'significant' then 'significant'
            when expected = 'not significant' then 'not_significant'
            when expected in ('positive', 'negative') then expected
            when bound_value is not null then {{ operator_name('bound.operator') }}
        end as decision
    from numbers

)

select
    file_name,
    row_number,
    true as is_papers_wording,
    decision,
    decision_value,
    tolerance,
    significance_level,
    threshold_value,
    -- what else the words say has been gone through
    false as is_rank,
    null as threshold_form,
    null as threshold_operator
from prose
union all by name
select
    file_name,
    row_number,
    false as is_papers_wording,
    decision,
    bound_value as decision_value,
    coalesce(margin_value, 0.0) as tolerance,
    coalesce(level_value, {{ significance_level() }}) as significance_level,
    coalesce(level_value, margin_value, difference_value) as threshold_value,
    coalesce(bound.of = 'rank', false) as is_rank,
    case
        when threshold is null then 'none'
        when level_value is not null then 'level'
        when margin_value is not null then 'tolerance'
        when difference_value is not null then 'difference'
        else 'unread'
    end as threshold_form,
    case
        when level_value is not null then {{ operator_name('level.operator') }}
        when difference_value is not null then {{ operator_name('difference.operator') }}
    end as threshold_operator
from grammar
