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


{#- An interval of differences; null where there is none. -#}
{% macro format_interval(low, high) -%}
    '[' || {{ format_points(low) }} || ', ' || {{ format_points(high) }} || ']'
{%- endmacro %}


{#- A level for a sentence: a range of sizes with its unit. -#}
{% macro level_name(level, factor) -%}
    case {{ factor }} when 'parameter_range' then {{ level }} || ' B' else {{ level }} end
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
            replace(
                replace({{ term }}, 's(log_parameters_b)', 'model size'),
                ':training_type=', ' within the type '
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
