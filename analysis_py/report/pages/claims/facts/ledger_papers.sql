-- The papers on trial, what each claims, how its claims fare, and which stands best and worst.
select *
from reporting.rpt_papers
order by paper_order;
