-- In which population the estimates grow less; no difference between the two is tested.
select
    format(
        'From {:g} to {:g} B, scores grow less in the paper''s rows on {} benchmarks',
        any_value(analysed.from_b), any_value(analysed.to_b),
        of_all(count_if(analysed.gain_pct < everyone.gain_pct), count(*))
    ) as finding
from figure_rows as analysed
inner join figure_rows as everyone using (benchmark)
where analysed.population = 'the paper''s rows' and everyone.population = 'all evaluations'
having count(*) > 0;
