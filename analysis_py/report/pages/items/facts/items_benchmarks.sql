-- How well the items of a benchmark tell evaluations apart, and how many of them do so the wrong way.
select * from reporting.rpt_item_benchmarks
order by benchmark_order asc, benchmark_name asc;
