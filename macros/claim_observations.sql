{#- The columns that every rule returns, with their types: what decides, and facts for its sentence. -#}
{% macro observation_columns() -%}
    cell_id varchar, benchmark_id varchar,
    estimate double, low double, high double, ci_low double, ci_high double, p_value double, margin double,
    is_above boolean, is_below boolean, is_equivalent boolean, holds boolean, can_decide boolean,
    n_of bigint, n_obs bigint, n_bases bigint, type1_error double, facts json
{%- endmacro %}


{#-
  The observations of some common table expressions, one for each measure: their `union all` in the columns of
  observation_columns. What an expression does not have is null. A column of another name is an error before
  anything runs, so that no misspelt one is taken for a null.

  Arguments:
    the names of the expressions; without any, no rows.
-#}
{% macro observations() -%}
    {%- set names, typed, nulls = [], [], [] -%}
    {%- for column in observation_columns().split(',') -%}
        {%- set name, type = column.split() -%}
        {%- do names.append(name) -%}
        {%- do typed.append(name ~ '::' ~ type ~ ' as ' ~ name) -%}
        {%- do nulls.append('null::' ~ type ~ ' as ' ~ name) -%}
    {%- endfor -%}
    select {{ typed | join(', ') }}
    from (
        select
            -- a text that is no boolean stops the query while its columns are read
            columns(lambda name: case
                when name in {{ names }} then true
                else cast(
                    'an observation has no column ' || name || '; put it into facts, or write one of '
                    || '{{ names | join(', ') }}' as boolean
                )
            end)
        from (
            select {{ nulls | join(', ') }} where false
            {% for measure in varargs -%}
            union all by name
            select * from {{ measure }}
            {% endfor -%}
        ) as spelt
    ) as observed
{%- endmacro %}


{#-
  Observations of which each is true or false by where its interval lies (holds_within). By the paper's own
  method the estimate stands for itself, but beside a printed number that it misses it has an error of its
  own; soundly the interval decides, and without one nothing does. Sentences find its ends as least and most.

  Arguments:
    as of observations.
-#}
{% macro observations_within() -%}
select
    * exclude (is_beside, is_bounded, its_own_end, least, most, is_met)
    replace (
        is_met as holds,
        json_merge_patch(facts, to_json({ 'least': least, 'most': most })) as facts
    )
from (
    select
        observed.* replace (
            not cells.is_sound
            or coalesce(
                observed.can_decide,
                coalesce(observed.ci_low, observed.low) is not null or cells.decision = 'significant'
            ) as can_decide
        ),
        abs(observed.estimate - cells.decision_value) > cells.tolerance + 1e-9 as is_beside,
        cells.is_sound or (cells.decision = 'equals' and is_beside) as is_bounded,
        if(cells.is_sound, null, observed.estimate) as its_own_end,
        if(is_bounded, coalesce(observed.ci_low, observed.low, its_own_end), observed.estimate) as least,
        if(is_bounded, coalesce(observed.ci_high, observed.high, its_own_end), observed.estimate) as most,
        {{ holds_within('least', 'most') }} as is_met
    from (
        {{ observations(*varargs) }}
    ) as observed
    inner join {{ ref('int_claim_cells_selected') }} as cells using (cell_id)
) as bounded
{%- endmacro %}


{#-
  How often any of several independent intervals ends on the wrong side of a bound: one that errs may be one
  too many for a claim about all.

  Arguments:
    n: SQL of their number.
-#}
{% macro error_of_any_end(n) -%}
    1 - pow(1 - {{ significance_level() }} / 2, {{ n }})
{%- endmacro %}


{#-
  Stops where a model of a rule is not among those that are judged: dbt must know what a model reads before it
  knows which models there are, so that their names stand in a list.

  Arguments:
    rules: their names, as in int_claims_observed_on_<rule>.
-#}
{% macro require_every_rule(rules) -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.name.startswith('int_claims_observed_on_') -%}
            {%- set rule = node.name.replace('int_claims_observed_on_', '') -%}
            {%- if rule not in rules -%}
                {%- do exceptions.raise_compiler_error(
                    node.original_file_path ~ ' is judged nowhere: add \'' ~ rule
                    ~ '\' to the rules of int_claim_observations_judged'
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
