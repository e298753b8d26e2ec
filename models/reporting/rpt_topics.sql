-- Verdicts on the first paper's claims by topic, on the populations that are its own.
with topics as (

    select distinct
        topic,
        topic_name,
        subject,
        subject_order,
        cohort_id
    from {{ ref('rpt_claims') }}
    where claim_source = 'paper' and is_first_paper and is_papers_population

),

counted as (

    select * from topics inner join {{ ref('claims_by_topic') }} using (topic, cohort_id)

)

{{ name_rows('counted', benchmarks=false) }}
