{% call add_names() %}
{{ adjust_field_tests(ref('fit_field_slopes'), 'cohort_id, model, term') }}
{% endcall %}
