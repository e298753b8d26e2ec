{#-
  The words of a model's or a listing's name, as a list: without the folder and the vendor before it, dates
  in one spelling, and two lone digits side by side as a version.

  Arguments:
    name: SQL of the name.
-#}
{% macro split_name(name) -%}
    {%- set bare = [
        ("^.*/", ""),
        ("^((us|eu|au|jp|apac|global|ca|uk)[.])?[a-z]+([.]|--)([a-z])", "\\4"),
        ("-v[0-9]+([:-][0-9]+)?$", ""),
        ("(20[0-9]{2})-?([0-9]{2})-?([0-9]{2})", " \\1\\2\\3 "),
        ("([0-9])p([0-9])", "\\1.\\2"),
        ("[-_ ()@:'']+", " "),
        ("(^| )([0-9]) ([0-9])( |$)", "\\1\\2.\\3\\4"),
    ] -%}
    string_split(
        {%- for _ in bare %}regexp_replace({% endfor -%}
        lower({{ name }})
        {%- for pattern, by in bare %}, '{{ pattern }}', '{{ by }}', 'g'){% endfor -%}
    , ' ')
{%- endmacro %}


{#-
  A list of words without days, of which only one of two names may have one.

  Arguments:
    words: SQL of the list.
-#}
{% macro without_days(words) -%}
    list_filter({{ words }}, lambda word: not regexp_matches(word, '^20[0-9]{6}$'))
{%- endmacro %}


{#-
  Dollars per million tokens where so many in and out are read and written.

  Arguments:
    input_usd, output_usd: SQL of the two prices.
    blend: SQL of how many tokens go in per token that comes out; 3 by default.
-#}
{% macro blend_price(input_usd, output_usd, blend=3) -%}
    ({{ blend }} * {{ input_usd }} + {{ output_usd }}) / ({{ blend }} + 1)
{%- endmacro %}


{#-
  How many standard deviations over joint draws of abilities a falling price lies from its true rate in nine
  of ten cases. A normal error would take 1.6; benchmarks/prices.py finds up to 2.6 where levels lie close to
  models.
-#}
{% macro price_margin() -%}
    2.6
{%- endmacro %}
