{% call named() %}
{{ adjusted_field_tests(ref('fit_field_slopes'), 'cohort_id, model, term') }}
{% endcall %}
