-- The claims of every paper but the first, with the one verdict that speaks for each.
select *
from reporting.rpt_paper_claims
where paper_order > 1
order by paper_order, claim_id;
