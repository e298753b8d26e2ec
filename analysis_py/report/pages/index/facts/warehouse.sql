-- How much there is.
select * from reporting.rpt_totals;
