-- Every claim, with the reason for which it is rejected, or null. Claims of your own and of further papers
-- are held to the grammar of models/claims/README.md: every field is read whole and is used by the rule, or
-- the claim is rejected with what may stand there. Those of the first paper have been gone through.
with claims as (

    select * from {{ ref('int_claims_parsed') }}

),

-- ranges of two schemes overlap, and no cohort has both
schemes as (

    select
        a.parameter_range as level_a,
        b.parameter_range as level_b
    from {{ ref('dim_parameter_ranges') }} as a
    inner join {{ ref('dim_parameter_ranges') }} as b using (scheme)

),

wordings as (

    select
        method,
        statistic,
        string_agg(wording, ' or ' order by wording) as papers_words
    from (
        select distinct
            method,
            statistic,
            concat('"', expected, '" with threshold "', threshold, '"') as wording
        from claims
        where is_papers_wording
    ) as worded
    group by method, statistic

),

known as (

    select
        method,
        string_agg(statistic, ', ' order by statistic) as statistics
    from {{ ref('claim_rules') }}
    group by method

),

reasons as (

    select
        claims.*,
        -- the rule decides on these words and no others
        if(
            expects = 'text',
            coalesce(wordings.papers_words, 'a claim of another statistic'),
            {{ expectation_to_write('expects') }}
        )
            as accepted_expected,
        starts_with(expects, 'significant') as is_test,
        case
            when is_test then 'p<0.001 for a level between 0 and 1, p>=0.001 with not significant, or nothing'
            when decision = 'equals' then '+-0.5 for a tolerance, or nothing'
            when expects = 'positive | negative | a number'
                then 'what is expected, such as diff>0, or nothing'
            else 'nothing'
        end as accepted_threshold,
        case
            when record_error is not null then record_error
            when claim_id is null then 'missing claim_id'
            when taken_by is not null then concat('claim_id is taken: ', claim_id, ', by ', taken_by)
            when statement is null then 'missing statement'
            when claim_source = 'paper' then null
            when claim_source = 'other_paper' and paper_id is null
                then concat(
                    'unknown paper: ', split_part(file_name, '/', 2), '; add it to seeds/claims/papers.csv'
                )
            when rule_family is null
                then concat(
                    'no rule for method and statistic: ', concat_ws(' / ', method, statistic), '; write ',
                    coalesce(
                        'one of its statistics: ' || known.statistics,
                        'a pair of seeds/claims/claim_rules.csv'
                    )
                )
            when
                claim_source = 'other_paper'
                and not coalesce(
                    topic in (select topics.topic from {{ ref('claim_topics') }} as topics), false
                )
                then concat('unknown topic: ', topic, '; add it to seeds/claims/claim_topics.csv')

            when benchmark is not null and benchmark_id is null then 'unknown benchmark: ' || benchmark
            when benchmark_id = 'all' and benchmark != 'all'
                then concat(
                    'benchmark is several: ', benchmark, '; write one of them, or all for every benchmark'
                )
            when takes_benchmark in ('one', 'any') and benchmark is null then 'missing benchmark'
            when takes_benchmark = 'one' and benchmark_id = 'all'
                then 'benchmark is all; write one, for the rule judges one'
            when takes_benchmark = 'all' and benchmark != 'all'
                then concat('benchmark is ', benchmark, '; write all, for the rule judges all together')
            when takes_benchmark = 'none' and benchmark is not null
                then concat('benchmark is ', benchmark, '; write nothing there, for the rule reads no scores')
            when
                is_scaled
                and (
                    gamm != 'size_scaled'
                    or rule_family not in ('gamm_term', 'gamm_slope', 'gamm_contrast')
                )
                then 'benchmark is scaled, which only size curves are: ' || benchmark

            when side_problem is not null then side_problem
            when takes_group_b = 'level' and level_a = level_b
                then 'group_a and group_b are the same level: ' || level_a
            when takes_group_b = 'level' and factor_a != factor_b
                then concat(
                    'group_a and group_b are levels of two factors: ',
                    group_a, ' of ', factor_a, ', ', group_b, ' of ', factor_b
                )
            when
                takes_group_b = 'level' and factor = 'parameter_range'
                and (level_a, level_b) not in (select (schemes.level_a, schemes.level_b) from schemes)
                then concat('group_a and group_b are ranges of two schemes: ', group_a, ', ', group_b)
            when
                takes_group_b = 'size' and coalesce(size_a_low_b, -1) = coalesce(size_b_low_b, -1)
                and coalesce(size_a_high_b, -1) = coalesce(size_b_high_b, -1)
                then 'group_a and group_b are the same sizes: ' || group_a

            when is_papers_wording then null
            when
                not coalesce({{ takes_decision('expects', 'decision') }}, false)
                or (is_rank and measure != 'rank_of_level')
                then concat('expected cannot be read: ', expected, '; write ', accepted_expected)
            when not {{ takes_threshold() }}
                then concat('threshold cannot be read: ', threshold, '; write ', accepted_threshold)
        end as own_reason
    from claims
    left join {{ ref('int_claim_groups_checked') }} using (file_name, row_number)
    left join wordings using (method, statistic)
    left join known using (method)

)

select
    * exclude (taken_by, is_test, accepted_expected, accepted_threshold, own_reason),
    case
        -- a second reading of a claim that is rejected is of nothing
        when claim_id != reading_of
            then coalesce(
                own_reason, any_value(own_reason) filter (where claim_id = reading_of) over readings_of_one
            )
        else own_reason
    end as reject_reason
from reasons
window readings_of_one as (partition by snapshot_id, reading_of, record_error is null, taken_by is null)
