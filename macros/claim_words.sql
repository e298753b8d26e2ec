{#- A number for a line of text. -#}
{% macro format_number(number, digits=4) -%}
    format('{:.{{ digits }}g}', {{ number }}::double)
{%- endmacro %}


{#- A whole number with thousands separated. -#}
{% macro format_count(number) -%}
    format('{:,}', ({{ number }})::bigint)
{%- endmacro %}


{#- How many of so many: none of 6, 4 of 6, all 6. -#}
{% macro count_of(n, m) -%}
    case {{ n }}
        when 0 then 'none of ' || {{ m }}
        when {{ m }} then 'all ' || {{ m }}
        else {{ n }} || ' of ' || {{ m }}
    end
{%- endmacro %}


{#- A difference of scores with its sign. -#}
{% macro format_points(number) -%}
    replace(format('{:+.1f}', ({{ number }})::double), '-', '−')
{%- endmacro %}


{#- The models of a level, for a sentence: models of 7–13 B, models above 180 B, pretrained models. -#}
{% macro level_name(level, factor) -%}
    case
        when {{ factor }} != 'parameter_range' then {{ level }} || ' models'
        when {{ level }} like '[0,%' then regexp_replace({{ level }}, '.0,(.*).', 'models below \1 B')
        when {{ level }} like '%,Inf)' then regexp_replace({{ level }}, '.(.*),Inf.', 'models above \1 B')
        else regexp_replace({{ level }}, '^\W?([0-9.]+),([0-9.]+)\W?$', 'models of \1–\2 B')
    end
{%- endmacro %}


{#- A variable for a sentence: a benchmark by its name, anything else in words. -#}
{% macro variable_name(variable) -%}
    coalesce(
        (
            select any_value(named.benchmark_name)
            from {{ ref('dim_benchmarks') }} as named
            where named.benchmark_id = {{ variable }}
        ),
        replace(replace({{ variable }}, 'parameters_b', 'size'), '_', ' ')
    )
{%- endmacro %}


{#- A term of a GAMM for a sentence: a benchmark, the size of a model, or a factor. -#}
{% macro term_name(term) -%}
    coalesce(
        (
            select any_value(named.benchmark_name)
            from {{ ref('dim_benchmarks') }} as named
            where {{ term }} = 's(log_' || named.benchmark_id || ')'
        ),
        if(
            starts_with({{ term }}, 's(log_parameters_b)'),
            regexp_replace(
                replace({{ term }}, 's(log_parameters_b)', 'model size'),
                ':training_type=(.*)', ' among \1 models'
            ),
            replace(regexp_replace({{ term }}, '^s\((.*)\)$', '\1'), '_', ' ')
        )
    )
{%- endmacro %}


{#- A factor for a sentence. -#}
{% macro factor_name(factor) -%}
    case {{ factor }}
        when 'parameter_range' then 'ranges of size'
        when 'training_type' then 'training types'
        when 'architecture_family' then 'architecture families'
        else replace({{ factor }}, '_', ' ')
    end
{%- endmacro %}
