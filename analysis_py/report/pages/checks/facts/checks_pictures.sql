-- How the t-SNE picture of each population was made.
select
    cohort_id,
    cohort_name,
    n_obs,
    n_dropped,
    perplexity,
    kl_divergence,
    stat_embeddings.status
from statistics.stat_embeddings
inner join marts.dim_cohorts using (cohort_id)
order by cohort_id != 'paper_2024_01', n_obs, cohort_id;
