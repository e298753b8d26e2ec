-- Every claim of every paper with the one verdict that speaks for it.
select
    placed.claim_id,
    placed.paper_id,
    papers.paper_order,
    papers.paper_name,
    placed.section,
    topics.topic_name,
    placed.statement,
    placed.cohort_id,
    placed.cohort_name,
    same.verdict as same_method,
    placed.verdict,
    placed.reading,
    placed.detail,
    placed.unit,
    placed.n_obs,
    placed.n_bases,
    placed.ci_low,
    placed.ci_high,
    placed.p_value,
    placed.type1_error,
    placed.n_supported,
    placed.n_contradicted
from {{ ref('int_claim_verdicts_placed') }} as placed
inner join {{ ref('dim_papers') }} as papers on placed.paper_id = papers.paper_id
left join {{ ref('claim_topics') }} as topics on placed.topic = topics.topic
left join {{ ref('claim_verdicts') }} as same
    on placed.claim_id = same.claim_id and placed.cohort_id = same.cohort_id and same.basis = 'same_method'
