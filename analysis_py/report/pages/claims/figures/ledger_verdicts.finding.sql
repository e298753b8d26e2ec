-- How many claims the best judge contradicts and supports, of those that it can test.
select
    format(
        '{} contradicts {:,} of {:,} claims and supports {:,}',
        upper_first(split_part(any_value(judged_by), '|', 1)),
        coalesce(sum(n_claims) filter (where verdict = '× contradicted'), 0)::integer,
        coalesce(sum(n_claims) filter (where verdict != '– not testable'), 0)::integer,
        coalesce(sum(n_claims) filter (where verdict = '+ supported'), 0)::integer
    ) as finding
from (select *, max(basis_order) over () as last_order from figure_rows) as judged
where basis_order = last_order
having count(*) > 0;
