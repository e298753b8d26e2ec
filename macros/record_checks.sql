{#- The text a record holds under a column, as published. -#}
{% macro raw_value(column) -%}
    (raw ->> '$.{{ column }}')
{%- endmacro %}


{#-
  `when … then …` branches that reject a record whose text could not be cast.

  Arguments:
    columns: columns that staging casts with try_cast (they keep the name they have in the file).
    kind: what the text should have been, for the message.
-#}
{% macro reject_unparsable(columns, kind) -%}
    {%- for column in columns %}
        when {{ column }} is null and trim({{ raw_value(column) }}) != ''
            then '{{ column }} is not a {{ kind }}: ' || {{ raw_value(column) }}
    {%- endfor %}
{%- endmacro %}


{#-
  `when … then …` branches that reject a record whose number is none that can be counted with: nan, inf.

  Arguments:
    columns: number columns.
-#}
{% macro reject_not_finite(columns) -%}
    {%- for column in columns %}
        when not isfinite({{ column }})
            then '{{ column }} is not a number: ' || {{ raw_value(column) }}
    {%- endfor %}
{%- endmacro %}


{#-
  `when … then …` branches that reject a record whose number lies outside its scale.

  Arguments:
    columns: number columns. Null is no violation: a score that was not measured is not out of range.
    lower, upper: the ends of the scale, both allowed.
-#}
{% macro reject_outside(columns, lower, upper) -%}
    {%- for column in columns %}
        when {{ column }} is not null and (isnan({{ column }}) or {{ column }} not between {{ lower }} and {{ upper }})
            then '{{ column }} is outside {{ lower }}–{{ upper }}: ' || {{ raw_value(column) }}
    {%- endfor %}
{%- endmacro %}


{#-
  The reason for which a record is rejected, or null: its own problem, else that an earlier sound
  record of the same snapshot has the same key. Reads the columns record_problem and key columns.

  Arguments:
    key: columns that identify a record within its snapshot.
-#}
{% macro reject_reason(key) -%}
    {%- set window = 'partition by snapshot_id, record_problem is null, ' ~ key | join(', ') ~ ' order by row_number' -%}
    case
        when record_problem is not null then record_problem
        when row_number() over ({{ window }}) > 1
            then 'duplicate key ({{ key | join(', ') }}): same as row ' || first_value(row_number) over ({{ window }})
    end
{%- endmacro %}


{#-
  A value as a part of a key, where `|` stands between the parts: one that holds a `|` itself is
  written so that no two keys are alike.
-#}
{% macro key_part(value) -%}
    replace(replace({{ value }}, '\', '\\'), '|', '\|')
{%- endmacro %}


{#-
  Why something was rejected, in two columns: `reason`, one of a few kinds that can be counted, and
  `detail`, the value or the row that it is about. What rejects says `kind: detail` in one text.

  Arguments:
    text: SQL of that text.
-#}
{% macro reason_and_detail(text) -%}
    case
        when contains({{ text }}, ' fields where the header has ') then 'more or fewer fields than the header has'
        else split_part({{ text }}, ': ', 1)
    end as reason,
    case
        when contains({{ text }}, ' fields where the header has ') then {{ text }}
        when contains({{ text }}, ': ') then substring({{ text }}, strpos({{ text }}, ': ') + 2)
    end as detail
{%- endmacro %}


{#- A stable identifier made of the values of columns; null and empty are the same value. -#}
{% macro surrogate_key(columns) -%}
    md5(concat_ws('|'{% for column in columns %}, {{ key_part("coalesce(" ~ column ~ "::varchar, '')") }}{% endfor %}))
{%- endmacro %}


{#- A name as an identifier: small letters, digits and underscores; C, C++ and C# are three. -#}
{% macro slug(name) -%}
    trim(regexp_replace(regexp_replace(
        replace(lower(strip_accents({{ name }})), '+', '_plus_'), '([a-z])#', '\1_sharp_', 'g'
    ), '[^a-z0-9]+', '_', 'g'), '_')
{%- endmacro %}


{#-
  What is wrong with a number outside its scale, as a sentence; an end of the scale may be null.

  Arguments:
    label: SQL of the column's name.
    lower, upper: SQL of the ends, both allowed.
    text: SQL of the value as published.
-#}
{% macro outside_scale(label, lower, upper, text) -%}
    {{ label }} || case
        when {{ upper }} is null then ' is below ' || {{ short(lower, 12) }}
        when {{ lower }} is null then ' is above ' || {{ short(upper, 12) }}
        else ' is outside ' || {{ short(lower, 12) }} || '–' || {{ short(upper, 12) }}
    end || ': ' || {{ text }}
{%- endmacro %}


{#-
  A value in percent; null where its unit is no part of a whole.

  Arguments:
    value: SQL of the value.
    per_unit: SQL of how many percent a unit is.
-#}
{% macro percent(value, per_unit) -%}
    case when {{ per_unit }} = 1 then {{ value }} else round({{ per_unit }} * {{ value }}, 6) end
{%- endmacro %}
