{% call named() %}
{{ adjusted_field_tests(ref('fit_field_modes'), 'cohort_id, comparison') }}
{% endcall %}
