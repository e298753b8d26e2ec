{#-
  Whether a statistic has the benchmark of a claim, or the claim covers all benchmarks.

  Arguments:
    cells, statistics: the two relations, each with a column benchmark_id.
-#}
{% macro on_benchmark(cells, statistics) -%}
    ({{ cells }}.benchmark_id = {{ statistics }}.benchmark_id or {{ cells }}.benchmark_id = 'all')
{%- endmacro %}


{#-
  Whether a size lies in a claim's range for a group, ends included.

  Arguments:
    size: SQL of the size, in billions of parameters.
    cells: the relation of the claim.
    side: a or b.
-#}
{% macro in_sizes(size, cells, side='a') -%}
    {{ size }} between coalesce({{ cells }}.size_{{ side }}_low_b, 0)
    and coalesce({{ cells }}.size_{{ side }}_high_b, 'infinity'::double)
{%- endmacro %}


{#-
  Whether a row of seeds/claims/claim_bases.csv applies to a claim on a basis.

  Arguments:
    bases, cells: the two relations.
-#}
{% macro basis_applies(bases, cells) -%}
    coalesce({{ bases }}.rule_family = {{ cells }}.rule_family, true)
    and coalesce({{ bases }}.measure = {{ cells }}.measure, true)
    and coalesce(list_contains(string_split({{ bases }}.bases, ' '), {{ cells }}.basis), true)
{%- endmacro %}


{#-
  Whether a row of seeds/claims/claim_measures.csv applies to a claim.

  Arguments:
    measures, claims: the two relations.
-#}
{% macro measure_applies(measures, claims) -%}
    {{ measures }}.rule_family = {{ claims }}.rule_family
    and coalesce(list_contains(string_split({{ measures }}.measures, ' '), {{ claims }}.measure), true)
    and coalesce({{ measures }}.decision = {{ claims }}.decision, true)
{%- endmacro %}


{#-
  The value of a column of seeds/claims/claim_measures.csv in the most specific row that has one.

  Arguments:
    measures: the relation.
    column: the column's name.
-#}
{% macro pick_closest_measure(measures, column) -%}
    arg_min(
        {{ measures }}.{{ column }},
        2 * ({{ measures }}.measures is null)::integer + ({{ measures }}.decision is null)::integer
    ) as {{ column }}
{%- endmacro %}
