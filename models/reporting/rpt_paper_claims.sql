-- Every claim of every paper with the one verdict that tallies count.
select
    placed.* exclude (basis, observed, n_readings, evidence, dependence, topic),
    papers.paper_order,
    papers.paper_name,
    topics.subject,
    topics.subject_order,
    topics.topic_name,
    same.verdict as same_method,
    survival.survival
from {{ ref('int_claim_verdicts_placed') }} as placed
inner join {{ ref('dim_papers') }} as papers on placed.paper_id = papers.paper_id
inner join {{ ref('int_claim_survival_summed') }} as survival on placed.claim_id = survival.claim_id
left join {{ ref('claim_topics') }} as topics on placed.topic = topics.topic
left join {{ ref('claim_verdicts') }} as same
    on placed.claim_id = same.claim_id and placed.cohort_id = same.cohort_id and same.basis = 'same_method'
