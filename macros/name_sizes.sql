{#-
  The sizes in a model's name, as structs of text; empty without any.

  8x7B and 7Bx8 multiply; 7b1 is 7.1, and 1_8B and -6_9b are 1.8 and 6.9; a
  capital may follow the unit (13bLora), a small letter not (8bit); 350BT counts
  tokens. One digit of millions needs a separator before it: LL7M is a name.

  Arguments:
    name: SQL of the name without its organisation.
-#}
{% macro parse_sizes(name) -%}
    regexp_extract(
        {{ name }}, '([0-9]+)[xX]([0-9.]*[0-9])([bBmM])(?:[^a-z]|$)', ['experts', 'size', 'unit']
    ) as expert_first,
    regexp_extract(
        {{ name }}, '([0-9]*\.?[0-9]+)([bBmM])[xX]([0-9]+)', ['size', 'unit', 'experts']
    ) as expert_last,
    regexp_extract(
        {{ name }}, '(?:^|[^0-9.])([0-9]+)[bB]([0-9])(?:[^0-9a-zA-Z]|$)', ['whole', 'tenth']
    ) as split_unit,
    regexp_extract({{ name }}, '(?:^([0-9])|-([0-9])|[^0-9a-zA-Z.]([01]))_([0-9])[bB](?:[^0-9a-zA-Z]|$)',
        ['first', 'hyphenated', 'small', 'tenth']) as underscored,
    regexp_extract({{ name }}, '([0-9]*\.?[0-9]+)[bB](?:[^a-zT]|T[a-zA-Z]|$)', 1) as billions,
    regexp_extract(
        {{ name }},
        '(?:^|[^0-9a-zA-Z.])([0-9]*\.?[0-9]+)[mM](?:[^a-z]|$)|([0-9]*\.?[0-9]{2,})[mM](?:[^a-z]|$)',
        ['apart', 'joined']
    ) as millions
{%- endmacro %}


{#- The number of experts in the name, from the columns of parse_sizes; null without one. -#}
{% macro experts_in_name() -%}
    try_cast(nullif(coalesce(nullif(expert_first.experts, ''), expert_last.experts), '') as double)
{%- endmacro %}


{#-
  The size in the name in billions, of one expert in names such as 8x7B, from the columns of parse_sizes.
-#}
{% macro size_in_name() -%}
    case
        when expert_first.size != ''
            then try_cast(expert_first.size as double) / if(lower(expert_first.unit) = 'm', 1000, 1)
        when expert_last.size != ''
            then try_cast(expert_last.size as double) / if(lower(expert_last.unit) = 'm', 1000, 1)
        when split_unit.whole != '' then try_cast(split_unit.whole || '.' || split_unit.tenth as double)
        when underscored.tenth != ''
            then try_cast(
                concat(underscored.first, underscored.hyphenated, underscored.small, '.', underscored.tenth)
                as double
            )
        when billions != '' then try_cast(billions as double)
        when millions.apart || millions.joined != ''
            then try_cast(millions.apart || millions.joined as double) / 1000
    end
{%- endmacro %}


{#-
  Whether a name states weights of fewer than sixteen bits: a board that
  derives the size from such a file gets a wrong number of parameters.
-#}
{% macro is_quantised_name(name) -%}
    regexp_matches(
        lower({{ name }}),
        '(^|[^a-z0-9])(bnb|gptq[a-z]*|awq|gguf|ggml|exl2|nf4|[48][-_]?bits?|int[48])([^a-z0-9]|$)'
    )
{%- endmacro %}
