with fits as (

    select * from {{ ref('fit_embedding_quality') }}

)

select
    cohort_id,
    picture,
    trustworthiness,
    neighbourhood_preservation,
    chance_preservation,
    agreement,
    n_neighbours,
    n_obs,
    n_evaluations,
    n_judged,
    perplexity,
    seed,
    status
from fits
