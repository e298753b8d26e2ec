-- What is wrong with the groups of a claim, one row per claim that has a group which its rule does not take.
-- A rule takes a kind of group that is known here, or words that seeds/claims/claim_rules.csv lists with bars
-- between them, of which "nothing" is an empty field.
with claims as (

    select * from {{ ref('int_claims_parsed') }}
    where rule_family is not null and claim_source != 'paper'

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

-- each group of a claim
sides as (

    select
        file_name,
        row_number,
        factor,
        term,
        unnest([
            {
                'side': 'group_a', 'takes': takes_group_a, 'named': group_a,
                'level': level_a, 'factor_of_level': factor_a,
                'low_b': size_a_low_b, 'high_b': size_a_high_b
            },
            {
                'side': 'group_b', 'takes': takes_group_b, 'named': group_b,
                'level': level_b, 'factor_of_level': factor_b,
                'low_b': size_b_low_b, 'high_b': size_b_high_b
            }
        ], recursive := true)
    from claims

),

taken as (

    select
        *,
        coalesce(case
            when takes = 'none' then named is null
            when takes = 'free' then true
            when takes = 'model' then named is not null
            when takes = 'window'
                then
                    regexp_full_match(named, '[0-9]{4}') or named = 'all months'
                    or named in (select window_name from {{ ref('ability_windows') }})
            when takes = 'price window'
                then named is null or named in (select window_name from {{ ref('price_windows') }})
            when takes = 'tool' then named in (select tool from {{ ref('tools_on_trial') }})
            when takes = 'regime'
                then
                    regexp_replace(named, ' from [0-9]+$', '')
                    in (select regime from {{ ref('tools_on_trial') }})
            when takes = 'quantile' then regexp_full_match(named, 'q([0-9]|[1-9][0-9]|100)')
            when takes = 'level' then level is not null
            when takes = 'type' then factor_of_level = 'training_type'
            when takes = 'types'
                then list_has_all((select list(training_type) from types), string_split(named, '/'))
            -- the topic may name the factor instead
            when takes = 'factor'
                then factor is not null and (named is null or named in (select name from factors))
            when takes = 'level_or_factor'
                then
                    level is not null
                    or (factor is not null and (named is null or named in (select name from factors)))
            when takes = 'ability'
                then
                    term in (select 's(log_' || id || ')' from benchmarks)
                    and not contains(named, '(scaled)')
            when takes = 'abilities'
                then list_has_all(
                    (select list(id) from benchmarks), string_split(lower(replace(named, ' ', '')), ',')
                )
            when takes = 'curve'
                then
                    named is null or named = 's(log_Param)'
                    or low_b < high_b or (low_b is null) != (high_b is null)
            when takes = 'size' then coalesce(high_b, low_b) > 0 and coalesce(low_b <= high_b, true)
            when takes = 'size_above' then starts_with(named, '>') and low_b > 0
            when takes similar to 'questions? of .*'
                then list_has_all(
                    (
                        select list(questions.question_id) from {{ ref('structure_questions') }} as questions
                        where questions.statistic = split_part(sides.takes, ' ', 3)
                    ),
                    if(starts_with(takes, 'questions'), string_split(named, ' / '), [named])
                )
            else list_contains(
                string_split(takes, ' | '), if(named is null, 'nothing', nullif(named, 'nothing'))
            )
        end, false) as is_taken
    from sides

)

select
    file_name,
    row_number,
    string_agg(
        concat(
            side, coalesce(' cannot be read: ' || named, ' is missing'),
            '; write ', {{ group_to_write('takes') }}
        ), '; '
        order by side
    ) as side_problem
from taken
where not is_taken
group by file_name, row_number
