-- Verdicts of the sounder method on the first paper's claims by topic, on its own populations, with sums by subject and of all.
select
    subject,
    topic_name,
    sum(n_supported)::bigint as n_supported,
    sum(n_contradicted)::bigint as n_contradicted,
    sum(n_inconclusive)::bigint as n_inconclusive,
    sum(n_claims - n_supported - n_contradicted - n_inconclusive)::bigint as n_not_testable,
    sum(n_claims)::bigint as n_claims
from reporting.rpt_topics
where basis = 'sound_method'
group by grouping sets ((subject_order, subject, topic_name), (subject_order, subject), ())
having sum(n_claims) > 0
order by subject_order nulls last, topic_name nulls first;
