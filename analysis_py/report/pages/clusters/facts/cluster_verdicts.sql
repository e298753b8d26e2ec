-- The paper's claims on clusters, as the ledger judges them on its own rows and on all of that day.
select
    claim_id,
    statement,
    max(verdict) filter (where cohort_id = 'paper_2024_01') as on_paper_rows,
    max(verdict) filter (where cohort_id = 'january_2024') as on_all_rows,
    max(detail) filter (where cohort_id = 'paper_2024_01') as detail
from claims.claim_verdicts
inner join claims.dim_claims using (claim_id)
where topic = 'clusters' and basis = 'sound_method' and cohort_id in ('paper_2024_01', 'january_2024')
group by claim_id, statement
order by claim_id;
