-- The claims ledger: each claim on each population where it can be asked, with its verdicts.
select
    claim_id,
    claim_source,
    paper_id,
    paper_name,
    subject,
    topic_name as topic,
    section,
    statement,
    expected,
    threshold,
    benchmark_name as benchmark,
    cohort_id,
    is_papers_population,
    published,
    recovered,
    same_method,
    sound_method,
    published_detail,
    recovered_detail,
    same_method_detail,
    sound_method_detail,
    coalesce(sound_method_reading, same_method_reading, recovered_reading, published_reading) as reading,
    is_text_against_tables,
    survival
from reporting.rpt_claims
where is_in_report
order by claim_source desc, is_first_paper desc, claim_id asc, cohort_order asc;
