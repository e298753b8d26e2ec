-- Verdicts on the paper's claims of each topic, in words, on the populations that are its own.
with counted as (
    select
        subject_order,
        subject,
        topic_name,
        basis,
        sum(n_claims)::bigint as n_claims,
        concat_ws(
            ', ',
            '+ ' || nullif(sum(n_supported), 0),
            '× ' || nullif(sum(n_contradicted), 0),
            '? ' || nullif(sum(n_inconclusive), 0)
        ) as verdicts
    from reporting.rpt_topics
    group by all
)

select
    subject,
    topic_name,
    max(n_claims) as n_claims,
    any_value(verdicts) filter (where basis = 'published') as published,
    any_value(verdicts) filter (where basis = 'recovered') as recovered,
    any_value(verdicts) filter (where basis = 'same_method') as same_method,
    any_value(verdicts) filter (where basis = 'sound_method') as sound_method
from counted
group by subject_order, subject, topic_name
order by subject_order, topic_name;
