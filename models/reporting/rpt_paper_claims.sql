-- Every claim of every paper with the one verdict that speaks for it.
select
    placed.* exclude (basis, observed, n_readings, evidence, dependence, topic),
    papers.paper_order,
    papers.paper_name,
    topics.topic_name,
    same.verdict as same_method
from {{ ref('int_claim_verdicts_placed') }} as placed
inner join {{ ref('dim_papers') }} as papers on placed.paper_id = papers.paper_id
left join {{ ref('claim_topics') }} as topics on placed.topic = topics.topic
left join {{ ref('claim_verdicts') }} as same
    on placed.claim_id = same.claim_id and placed.cohort_id = same.cohort_id and same.basis = 'same_method'
