{#-
  `when … then …` branches that reject a record if the text of a
  column is not a finite number, for each column.
-#}
{% macro reject_not_numbers(columns) -%}
    {%- for column in columns %}
        when trim(raw ->> '$.{{ column }}') != '' and not coalesce(isfinite({{ column }}::double), false)
            then '{{ column }} is not a number: ' || (raw ->> '$.{{ column }}')
    {%- endfor %}
{%- endmacro %}


{#- Branches of a case: a listing that has no name, or no price that anyone pays. -#}
{% macro reject_listed_price() -%}
    when coalesce(provider, '') = '' or coalesce(listing, '') = '' then 'no provider or listing'
    {{ reject_not_numbers(['input_usd', 'output_usd']) }}
    when input_usd is null or output_usd is null then 'no price'
    when least(input_usd, output_usd) < 0 then 'a price below zero'
    when input_usd = 0 and output_usd = 0 then 'free tier'
{%- endmacro %}


{#-
  The reason why a record is rejected, or null: its own problem, else an earlier sound record
  of the snapshot with the same key. Reads the column record_problem and the key columns.

  Arguments:
    key: columns that identify a record within its snapshot.
-#}
{% macro reject_reason(key) -%}
    {%- set columns = key | join(', ') -%}
    {%- set same_key = 'partition by snapshot_id, record_problem is null, ' ~ columns -%}
    {%- set window = same_key ~ ' order by row_number' -%}
    case
        when record_problem is not null then record_problem
        when row_number() over ({{ window }}) > 1
            then 'duplicate key ({{ columns }}): same as row ' || first_value(row_number) over ({{ window }})
    end
{%- endmacro %}


{#-
  A value as part of a key. Parts are separated by `|`; a `|` within a value is escaped, so that keys
  stay unique.
-#}
{% macro key_part(value) -%}
    replace(replace({{ value }}, '\', '\\'), '|', '\|')
{%- endmacro %}


{#-
  The reason for a rejection in two columns, from a text `kind: detail`: `reason`,
  one of a few kinds that can be counted, and `detail`, the value or row.

  Arguments:
    text: SQL of that text.
-#}
{% macro reason_and_detail(text) -%}
    case
        when contains({{ text }}, ' fields where the header has ')
            then 'more or fewer fields than the header has'
        else split_part({{ text }}, ': ', 1)
    end as reason,
    case
        when contains({{ text }}, ' fields where the header has ') then {{ text }}
        when contains({{ text }}, ': ') then substring({{ text }}, strpos({{ text }}, ': ') + 2)
    end as detail
{%- endmacro %}


{#- A stable identifier from the values of columns; null equals the empty text. -#}
{% macro surrogate_key(columns) -%}
    md5(concat_ws('|'
        {%- for column in columns %}, {{ key_part("coalesce(" ~ column ~ "::varchar, '')") }}{% endfor -%}
    ))
{%- endmacro %}


{#- A name as an identifier: lower case, digits and underscores; C, C++ and C# stay distinct. -#}
{% macro slug(name) -%}
    trim(regexp_replace(regexp_replace(
        replace(lower(strip_accents({{ name }})), '+', '_plus_'), '([a-z])#', '\1_sharp_', 'g'
    ), '[^a-z0-9]+', '_', 'g'), '_')
{%- endmacro %}


{#-
  A sentence about a number outside its scale; an end of the scale may be null.

  Arguments:
    label: SQL of the column's name.
    lower, upper: SQL of the ends, both allowed.
    text: SQL of the value as published.
-#}
{% macro outside_scale(label, lower, upper, text) -%}
    {{ label }} || case
        when {{ upper }} is null then ' is below ' || {{ format_number(lower, 12) }}
        when {{ lower }} is null then ' is above ' || {{ format_number(upper, 12) }}
        else ' is outside ' || {{ format_number(lower, 12) }} || '–' || {{ format_number(upper, 12) }}
    end || ': ' || {{ text }}
{%- endmacro %}


{#-
  A value in percent; null where its unit is not a share.

  Arguments:
    value: SQL of the value.
    per_unit: SQL of how many percent a unit is.
-#}
{% macro percent(value, per_unit) -%}
    case when {{ per_unit }} = 1 then {{ value }} else round({{ per_unit }} * {{ value }}, 6) end
{%- endmacro %}
