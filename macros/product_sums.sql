{#- The sums of two columns of whole numbers, of their squares and of their products, as a struct. -#}
{% macro product_sums(a, b) -%}
    struct_pack(
        a := sum({{ a }}::hugeint),
        b := sum({{ b }}::hugeint),
        aa := sum({{ a }}::hugeint * {{ a }}),
        bb := sum({{ b }}::hugeint * {{ b }}),
        ab := sum({{ a }}::hugeint * {{ b }})
    )
{%- endmacro %}
