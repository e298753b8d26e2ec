-- How many claims the best judge contradicts, of those that it can test on the population.
select
    format(
        'By {}, {:,} of {:,} claims are contradicted on this population',
        any_value(judged_by),
        coalesce(sum(n_claims) filter (where verdict = '× contradicted'), 0)::integer,
        coalesce(sum(n_claims) filter (where verdict != '– not testable'), 0)::integer
    ) as finding
from (select *, max(basis_order) over () as last_order from figure_rows where not is_own) as judged
where basis_order = last_order
having count(*) > 0;
