-- Every claim, with the reason for which it is rejected, or null. Claims of your own and of further papers
-- are held to the grammar of models/claims/README.md: every field is read whole and is used by the rule, or
-- the claim is rejected with what may stand there. Those of the first paper have been gone through.
with claims as (

    select * from {{ ref('int_claims_parsed') }}

),

benchmarks as (

    select distinct id from {{ ref('int_claim_names_listed') }}
    where kind = 'benchmark'

),

types as (

    select training_type from {{ ref('training_types') }}
    union
    select training_type from {{ ref('curated_training_types') }}

),

factors as (

    select name from {{ ref('int_claim_names_listed') }}
    where kind = 'factor'
    union all
    select unnest(['parameter_range', 'training_type', 'architecture_family']) as name

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

-- each group of a claim, and the groups that its rule accepts
sides as (

    select
        file_name,
        row_number,
        factor,
        term,
        unnest([
            {
                'side': 'group_a', 'takes': takes_group_a, 'named': group_a, 'level': level_a, 'factor_of_level': factor_a,
                'low_b': size_a_low_b, 'high_b': size_a_high_b
            },
            {
                'side': 'group_b', 'takes': takes_group_b, 'named': group_b, 'level': level_b, 'factor_of_level': factor_b,
                'low_b': size_b_low_b, 'high_b': size_b_high_b
            }
        ], recursive := true)
    from claims
    where rule_family is not null and claim_source != 'paper'

),

side_problems as (

    select
        file_name,
        row_number,
        string_agg(
            concat(
                side, coalesce(' cannot be read: ' || named, ' is missing'), '; write ',
                coalesce(kinds.what_to_write, concat(
                    if(starts_with(takes, 'questions'), 'question_ids with " / " between them, each', 'a question_id'),
                    ' of seeds/structure/structure_questions.csv whose statistic is ', split_part(takes, ' ', 3)
                ))
            ), '; ' order by side
        ) as side_problem
    from sides
    left join {{ ref('claim_takes') }} as kinds using (takes)
    where
        not coalesce(case takes
            when 'free' then true
            when 'window'
                then
                    regexp_full_match(named, '[0-9]{4}') or named = 'all months'
                    or named in (select window_name from {{ ref('ability_windows') }})
            when 'level' then level is not null
            when 'type' then factor_of_level = 'training_type'
            when 'types'
                then list_has_all((select list(training_type) from types), string_split(named, '/'))
            -- the topic may name the factor instead
            when 'factor' then factor is not null and (named is null or named in (select name from factors))
            when 'level_or_factor'
                then level is not null or (factor is not null and (named is null or named in (select name from factors)))
            when 'ability'
                then term in (select 's(log_' || id || ')' from benchmarks) and not contains(named, '(scaled)')
            when 'abilities'
                then list_has_all((select list(id) from benchmarks), string_split(lower(replace(named, ' ', '')), ','))
            when 'curve'
                then named is null or named = 's(log_Param)' or low_b < high_b or (low_b is null) != (high_b is null)
            when 'size' then coalesce(high_b, low_b) > 0 and coalesce(low_b <= high_b, true)
            when 'size_above' then starts_with(named, '>') and low_b > 0
            else
                regexp_matches(coalesce(named, ''), kinds.pattern)
                or list_has_all(
                    (
                        select list(questions.question_id) from {{ ref('structure_questions') }} as questions
                        where questions.statistic = split_part(sides.takes, ' ', 3)
                    ),
                    if(starts_with(takes, 'questions'), string_split(named, ' / '), [named])
                )
        end, false)
    group by file_name, row_number

),

reasons as (

    select
        claims.*,
        -- the rule decides on these words and no others
        if(expects = 'text', coalesce(wordings.papers_words, expectations.what_to_write), expectations.what_to_write)
            as accepted_expected,
        case
            when expects = 'significance' then 'p<0.001 for a level between 0 and 1, p>=0.001 with not significant, or nothing'
            when decision = 'equals' then '+-0.5 for a tolerance, or nothing'
            when expects = 'sign_or_number' then 'what is expected, such as diff>0, or nothing'
            else 'nothing'
        end as accepted_threshold,
        case
            when record_error is not null then record_error
            when claim_id is null then 'missing claim_id'
            when taken_by is not null then concat('claim_id is taken: ', claim_id, ', by ', taken_by)
            when statement is null then 'missing statement'
            when claim_source = 'paper' then null
            when claim_source = 'other_paper' and paper_id is null
                then concat('unknown paper: ', split_part(file_name, '/', 2), '; add it to seeds/claims/papers.csv')
            when rule_family is null
                then concat(
                    'no rule for method and statistic: ', concat_ws(' / ', method, statistic), '; write ',
                    coalesce('one of its statistics: ' || known.statistics, 'a pair of seeds/claims/claim_rules.csv')
                )
            when claim_source = 'other_paper' and not coalesce(topic in (select topics.topic from {{ ref('claim_topics') }} as topics), false)
                then concat('unknown topic: ', topic, '; add it to seeds/claims/claim_topics.csv')

            when benchmark is not null and benchmark_id is null then 'unknown benchmark: ' || benchmark
            when benchmark_id = 'all' and benchmark != 'all'
                then concat('benchmark is several: ', benchmark, '; write one of them, or all for every benchmark')
            when takes_benchmark in ('one', 'any') and benchmark is null then 'missing benchmark'
            when takes_benchmark = 'one' and benchmark_id = 'all' then 'benchmark is all; write one, for the rule judges one'
            when takes_benchmark = 'all' and benchmark != 'all'
                then concat('benchmark is ', benchmark, '; write all, for the rule judges all together')
            when takes_benchmark = 'none' and benchmark is not null
                then concat('benchmark is ', benchmark, '; write nothing there, for the rule reads no scores')
            when is_scaled and (gamm != 'size_scaled' or rule_family not in ('gamm_term', 'gamm_slope', 'gamm_contrast'))
                then 'benchmark is scaled, which only size curves are: ' || benchmark

            when side_problem is not null then side_problem
            when takes_group_b = 'level' and level_a = level_b then 'group_a and group_b are the same level: ' || level_a
            when takes_group_b = 'level' and factor_a != factor_b
                then concat('group_a and group_b are levels of two factors: ', group_a, ' of ', factor_a, ', ', group_b, ' of ', factor_b)
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
                not coalesce(list_contains(string_split(expectations.decisions, ' '), decision), false)
                or (is_rank and measure != 'rank_of_level')
                then concat('expected cannot be read: ', expected, '; write ', accepted_expected)
            when
                not case threshold_form
                    when 'none' then true
                    when 'level'
                        then
                            significance_level > 0 and significance_level < 1
                            and case
                                when expects = 'significance' then threshold_operator = 'below' or decision = 'not_significant'
                                -- other rules have the one level that the project has
                                else significance_level = {{ significance_level() }}
                            end
                    when 'tolerance' then decision = 'equals'
                    when 'difference'
                        then case decision
                            when 'positive' then threshold_operator = 'above' and threshold_value = 0
                            when 'negative' then threshold_operator = 'below' and threshold_value = 0
                            else coalesce(threshold_operator = decision and threshold_value = decision_value, false)
                        end
                    else false
                end
                then concat('threshold cannot be read: ', threshold, '; write ', accepted_threshold)
        end as own_reason
    from claims
    left join side_problems using (file_name, row_number)
    left join wordings using (method, statistic)
    left join known using (method)
    left join {{ ref('claim_expectations') }} as expectations using (expects)

)

select
    * exclude (taken_by, accepted_expected, accepted_threshold, own_reason),
    case
        -- a second reading of a claim that is rejected is of nothing
        when claim_id != reading_of
            then coalesce(own_reason, any_value(own_reason) filter (where claim_id = reading_of) over readings_of_one)
        else own_reason
    end as reject_reason
from reasons
window readings_of_one as (partition by snapshot_id, reading_of, record_error is null, taken_by is null)
