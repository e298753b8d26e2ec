-- What the words of the page cite.
with
-- The paper's best-known conclusions, what became of them, and of each claim that they rest on.
conclusions as (
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
                    verdict := coalesce(
                        judged.sound_method, judged.same_method, judged.recovered, judged.published
                    )
                )
                order by claims.claim_id
            ) as claims
        from claims inner join reporting.rpt_claims as judged on claims.claim_id = judged.claim_id
        where judged.is_papers_population
        group by claims.conclusion_id
    )

    select *
    from reporting.rpt_conclusions inner join stated using (conclusion_id)
    order by list_position(['fails', 'open', 'stands'], verdict), conclusion_order
),

-- How many of the ledger's significant tests are false ones to be expected, by a sounder method.
false_discoveries as (
    select
        cohort_name,
        n_tests,
        n_significant,
        n_false,
        false_discovery_rate,
        n_significant_adjusted
    from claims.claim_false_discoveries
    where basis = 'sound_method' and cohort_role in ('paper', 'headline')
    order by cohort_role desc
),

-- The papers on trial, what each claims, how its claims fare, and which stands best and worst.
papers as (
    select *
    from reporting.rpt_papers
    order by paper_order
),

-- Of a subject first its sum, then its topics; the sum of all is the last.
topics as (
    select * from reporting.rpt_claim_topics
    order by subject_order nulls last, topic_name nulls first
)

select
    *,
    array(select conclusions from conclusions) as conclusions,
    array(select false_discoveries from false_discoveries) as false_discoveries,
    array(select papers from papers) as papers,
    array(select topics from topics) as topics
from reporting.rpt_facts_claims;
