-- The paper's claims in numbers: what each judge says on its own populations. rpt_papers has the tally.
select
    count(*) as n_claims,
    count(*) filter (where describes_sample) as n_describe_sample,
    count(*) filter (where published = 'supported') as n_published_supported,
    count(*) filter (where published = 'contradicted') as n_published_contradicted,
    count(*) filter (where recovered = 'supported') as n_recovered_supported,
    count(*) filter (where recovered = 'contradicted') as n_recovered_contradicted,
    count(*) filter (where same_method = 'supported') as n_same_supported,
    count(*) filter (where same_method = 'contradicted') as n_same_contradicted,
    count(*) filter (where same_method = 'supported' and sound_method = 'inconclusive') as n_doubted,
    (
        select count(distinct everywhere.claim_id) from reporting.rpt_claims as everywhere
        where everywhere.is_text_against_tables and everywhere.claim_source != 'own'
    ) as n_text_against_tables,
    (
        select count(distinct everywhere.claim_id) from reporting.rpt_claims as everywhere
        where everywhere.is_same_method_flip and everywhere.claim_source = 'paper'
    ) as n_flips
from reporting.rpt_claims
where claim_source = 'paper' and is_papers_population and is_first_paper;
