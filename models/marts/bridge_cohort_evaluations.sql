-- A cohort is a row of the seed: a snapshot and a predicate over fct_evaluations. The predicates
-- are SQL text, so the seed's rows are read here and written out as one branch each.
{% set cohorts = cohort_rows() %}

with evaluations as (

    select * from {{ ref('fct_evaluations') }}

)

{% for cohort in cohorts %}
select
    '{{ cohort.cohort_id }}' as cohort_id,
    evaluation_id
from evaluations
where
    snapshot_id = '{{ cohort.snapshot_id }}'
    and ({{ cohort.predicate }})
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
