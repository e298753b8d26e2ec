-- Over which population the curve grows less from 7 B to 70 B, by the points of the curve nearest to these.
with curves as (
    select
        population,
        panel,
        arg_min(relative_score, abs(ln(parameters_b / 70))) / arg_min(relative_score, abs(ln(parameters_b / 7))) as growth
    from figure_rows
    group by all
    -- a curve that ends before is no answer
    having max(parameters_b) > 50
)

select
    format(
        'Growth from 7 to 70 B is weaker in the paper''s rows on {} benchmarks',
        of_all(count_if(analysed.growth < everyone.growth), count(*))
    ) as finding
from curves as analysed
inner join curves as everyone using (panel)
where analysed.population = 'the rows the paper analysed' and everyone.population = 'all evaluations'
having count(*) > 0;
