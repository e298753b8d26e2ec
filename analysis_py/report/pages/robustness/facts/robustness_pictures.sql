-- How the t-SNE picture of each population was made.
select
    cohort_name,
    n_obs,
    n_dropped,
    perplexity,
    kl_divergence,
    status
from reporting.rpt_embeddings
order by cohort_role is distinct from 'paper', n_obs, cohort_id;
