-- The first paper's claims by topic, each by the one verdict that tallies count, with sums by subject and of all.
with topics as (
    select distinct
        topic_name,
        subject,
        subject_order
    from reporting.rpt_claims
    where claim_source = 'paper' and is_first_paper
)

select
    topics.subject,
    topics.topic_name,
    count(*) filter (where verdict = 'supported') as n_supported,
    count(*) filter (where verdict = 'contradicted') as n_contradicted,
    count(*) filter (where verdict = 'inconclusive') as n_inconclusive,
    count(*) filter (where verdict in ('not_testable', 'not_applicable')) as n_not_testable,
    count(*) as n_claims
from reporting.rpt_paper_claims as claims
inner join topics using (topic_name)
where claims.paper_order = 1
group by grouping sets ((topics.subject_order, topics.subject, topics.topic_name), (topics.subject_order, topics.subject), ())
having count(*) > 0
order by topics.subject_order nulls last, topics.topic_name nulls first;
