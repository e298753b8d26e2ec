-- The paper's best-known conclusions and what became of them.
select * from reporting.rpt_conclusions
order by case verdict when 'fails' then 1 when 'open' then 2 else 3 end, conclusion_order;
