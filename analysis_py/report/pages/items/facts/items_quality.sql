-- The suspect items of each benchmark with single answers, and what its best score is worth.
select * from reporting.rpt_item_quality order by benchmark_order asc, benchmark_id asc;
