-- How many significant tests of claims can be expected to be false.
{{ name_rows(ref('claim_false_discoveries'), benchmarks=false) }}
