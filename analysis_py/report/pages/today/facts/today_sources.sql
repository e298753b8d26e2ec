-- What each population of configurations holds, and what could be found out on it.
select * from reporting.rpt_field_sources
where is_widest
order by n_evaluations desc, cohort_name asc;
