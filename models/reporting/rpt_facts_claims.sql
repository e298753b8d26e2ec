-- The numbers of the page on claims: what each judge says of the first paper's claims on its own populations.
select
    count(*) as n_claims,
    count(*) filter (where describes_sample) as n_describe_sample,
    count(*) filter (where published = 'supported') as n_published_supported,
    count(*) filter (where published = 'contradicted') as n_published_contradicted,
    count(*) filter (where recovered = 'supported') as n_recovered_supported,
    count(*) filter (where recovered = 'contradicted') as n_recovered_contradicted,
    count(*) filter (where same_method = 'supported') as n_same_supported,
    count(*) filter (where same_method = 'contradicted') as n_same_contradicted,
    count(*) filter (where same_method = 'supported' and sound_method = 'inconclusive') as n_doubted
from {{ ref('rpt_claims') }}
where claim_source = 'paper' and is_papers_population and is_first_paper
