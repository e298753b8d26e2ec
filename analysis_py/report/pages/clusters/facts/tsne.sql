-- How far the paper's picture can be trusted.
select
    picture,
    trustworthiness,
    neighbourhood_preservation,
    chance_preservation,
    agreement,
    n_neighbours,
    n_obs,
    n_evaluations,
    perplexity
from statistics.stat_embedding_quality
where cohort_id = 'paper_2024_01' and status = 'ok'
order by picture;
