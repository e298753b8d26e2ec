-- What the best judge says of the papers' claims that it can test.
select
    format(
        '{}: {:,} supported, {:,} contradicted, {:,} inconclusive here',
        upper_first(any_value(judged_by)),
        coalesce(sum(n_claims) filter (where verdict = '+ supported'), 0)::integer,
        coalesce(sum(n_claims) filter (where verdict = '× contradicted'), 0)::integer,
        coalesce(sum(n_claims) filter (where verdict = '? inconclusive'), 0)::integer
    ) as finding
from (select *, max(basis_order) over () as last_order from figure_rows where not is_own) as judged
where basis_order = last_order
having count(*) > 0;
