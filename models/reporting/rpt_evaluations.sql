-- Who belongs to a population, and what is known of the model.
with evaluations as (

    select *
    from {{ ref('bridge_cohort_evaluations') }}
    inner join {{ ref('fct_evaluations') }} using (evaluation_id)

)

{{ add_names(rows='evaluations', benchmarks=false) }}
