-- The items on which larger models do worse most clearly: the share right at the smallest and the largest size.
select * from reporting.rpt_item_sizes
where place <= 3
order by benchmark_order asc, place asc;
