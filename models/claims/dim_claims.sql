-- Every claim that is judged, as its paper or you state it.
-- depends_on: {{ ref('quality_gate') }}
with judged as (

    select * from {{ ref('int_claims_accepted') }}
    where claim_id = reading_of

)

{{ add_names(rows='judged', cohorts=false, benchmarks=false) }}
