-- The first paper's claims by topic, each by the one verdict that tallies count, with sums by subject and of
-- all. A topic that occurs under two subjects has a row under each.
select
    coalesce(nullif(concat_ws(', ', subject, topic_name), ''), 'all') as label,
    subject,
    subject_order,
    topic_name,
    count(*) filter (where verdict = 'supported') as n_supported,
    count(*) filter (where verdict = 'contradicted') as n_contradicted,
    count(*) filter (where verdict = 'inconclusive') as n_inconclusive,
    count(*) filter (where verdict in ('not_testable', 'not_applicable')) as n_not_testable,
    count(*) as n_claims
from {{ ref('rpt_paper_claims') }}
where paper_order = 1
group by grouping sets ((subject_order, subject, topic_name), (subject_order, subject), ())
having count(*) > 0
