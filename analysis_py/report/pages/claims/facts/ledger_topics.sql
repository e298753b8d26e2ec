-- Verdicts on the paper's claims of each topic, in words, on the populations that are its own.
with topics as (
    select distinct
        topic,
        topic_name,
        cohort_id,
        subject_order,
        subject
    from reporting.rpt_claims
    where claim_source = 'paper' and is_first_paper and is_papers_population
),

counted as (
    select
        subject_order,
        subject,
        topic_name,
        basis,
        sum(n_claims)::bigint as n_claims,
        sum(n_supported)::bigint as n_supported,
        sum(n_contradicted)::bigint as n_contradicted,
        sum(n_inconclusive)::bigint as n_inconclusive
    from topics inner join claims.claims_by_topic using (topic, cohort_id)
    group by all
),

worded as (
    select
        *,
        concat_ws(
            ', ',
            if(n_supported > 0, '+ ' || n_supported, null),
            if(n_contradicted > 0, '× ' || n_contradicted, null),
            if(n_inconclusive > 0, '? ' || n_inconclusive, null)
        ) as verdicts
    from counted
)

select
    subject,
    topic_name,
    max(n_claims) as n_claims,
    any_value(verdicts) filter (where basis = 'published') as published,
    any_value(verdicts) filter (where basis = 'recovered') as recovered,
    any_value(verdicts) filter (where basis = 'same_method') as same_method,
    any_value(verdicts) filter (where basis = 'sound_method') as sound_method
from worded
group by subject_order, subject, topic_name
order by subject_order, topic_name;
