-- Claims of a paper's text that its authors' own print contradicts: one per subject and topic.
select
    subject,
    topic_name,
    arg_min(claim_id, claim_id) as claim_id,
    arg_min(statement, claim_id) as statement,
    arg_min(coalesce(if(published = 'contradicted', published_detail, null), recovered_detail), claim_id) as detail,
    count(*) as n_claims
from reporting.rpt_claims
where claim_source != 'own' and is_papers_population and is_text_against_tables
group by subject_order, subject, topic_name
order by subject_order, claim_id;
