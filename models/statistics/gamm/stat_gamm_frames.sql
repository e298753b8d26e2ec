-- The model frame of the GAMMs, one column per benchmark, for readers who want it wide. The columns
-- are those under contract; the fits read the scores of all benchmarks from int_gamm_scores.
{% set columns = contracted_columns(['log_']) | reject('eq', 'log_parameters_b') | list %}

with wide as (

    select
        cohort_id,
        evaluation_id,
        {% for column in columns -%}
            max(log_score) filter (where 'log_' || benchmark_id = '{{ column }}') as {{ column }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from {{ ref('int_gamm_scores') }}
    group by cohort_id, evaluation_id

)

select
    members.* exclude (lineage_family, is_off_family_size),
    wide.* exclude (cohort_id, evaluation_id)
from {{ ref('int_gamm_members') }} as members
left join wide using (cohort_id, evaluation_id)
