-- The rule of seeds/models/size_rules.csv that decides the size of every evaluated model: the first
-- whose conditions all hold. A condition is a column of int_sizes_tested, or "not" and such a column.
with tests as (

    unpivot {{ ref('int_sizes_tested') }}
    on columns(* exclude (evaluation_id))
    into name test value holds

),

rules as (

    select * from {{ ref('size_rules') }}

),

split as (

    select
        rule_order,
        unnest(string_split(conditions, ' and ')) as condition,
        regexp_replace(condition, '^not ', '') as test
    from rules

),

columns_tested as (

    select column_name as test from (describe {{ ref('int_sizes_tested') }})

),

-- without the error, a misspelt condition would never be refuted
conditions as (

    select
        split.rule_order,
        coalesce(columns_tested.test, error(concat(
            'seeds/models/size_rules.csv, rule ',
            split.rule_order,
            ', conditions: int_sizes_tested has no column ',
            split.test, '; name one that it has or add it'
        ))) as test,
        not starts_with(split.condition, 'not ') as must_hold
    from split
    left join columns_tested using (test)

),

refuted as (

    select distinct
        tests.evaluation_id,
        conditions.rule_order
    from tests
    inner join conditions on tests.test = conditions.test and tests.holds != conditions.must_hold

)

select
    tested.evaluation_id,
    min(rules.rule_order) as rule_order,
    arg_min_null(rules.rule, rules.rule_order) as rule
from {{ ref('int_sizes_tested') }} as tested
cross join rules
anti join refuted
    on tested.evaluation_id = refuted.evaluation_id
    and rules.rule_order = refuted.rule_order
group by tested.evaluation_id
