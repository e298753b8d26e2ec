{% call add_names() %}
{{ adjust_field_tests(ref('fit_field_modes'), 'cohort_id, comparison') }}
{% endcall %}
