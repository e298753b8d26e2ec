-- What every page says of growth with size in a population.
select any_value(growth.sentence) as finding
from figure_rows
inner join reporting.rpt_size_growth as growth using (cohort_id);
