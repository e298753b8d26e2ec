-- The paper's best-known conclusions, what became of them, and of each claim that they rest on.
with claims as (
    select
        conclusion_id,
        unnest(string_split(claim_ids, ' ')) as claim_id
    from reporting.rpt_conclusions
),

stated as (
    select
        claims.conclusion_id,
        list(
            struct_pack(
                claim_id := claims.claim_id, statement := judged.statement,
                verdict := coalesce(judged.sound_method, judged.same_method, judged.recovered, judged.published)
            )
            order by claims.claim_id
        ) as claims
    from claims inner join reporting.rpt_claims as judged on claims.claim_id = judged.claim_id
    where judged.is_papers_population
    group by claims.conclusion_id
)

select *
from reporting.rpt_conclusions inner join stated using (conclusion_id)
order by case verdict when 'fails' then 1 when 'open' then 2 else 3 end, conclusion_order;
