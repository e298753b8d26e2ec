with fits as (

    select * from {{ ref('fit_embeddings') }}

)

select
    cohort_id,
    method,
    array_to_string(benchmarks, ', ') as benchmarks,
    perplexity,
    seed,
    n_iterations,
    n_obs,
    n_dropped,
    kl_divergence,
    status
from fits
