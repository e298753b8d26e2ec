{{ adjusted_field_tests(ref('fit_field_reports'), 'benchmark_id = counterpart_id') }}
