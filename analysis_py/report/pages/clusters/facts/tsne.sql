-- How far the paper's picture can be trusted.
select
    picture,
    trustworthiness,
    neighbourhood_preservation,
    agreement,
    n_neighbours,
    n_obs,
    perplexity
from reporting.rpt_embedding_quality
where cohort_role = 'paper' and status = 'ok'
order by picture;
