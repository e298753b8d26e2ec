-- What the words of the page cite.
with
-- The paper's best-known conclusions, what became of them, and of each claim that they rest on.
ledger_conclusions as (
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
    order by case verdict when 'fails' then 1 when 'open' then 2 else 3 end, conclusion_order
),

-- The paper's claims in numbers: what each judge says on its own populations. rpt_papers has the tally.
ledger_counts as (
    select
        count(*) as n_claims,
        count(*) filter (where describes_sample) as n_describe_sample,
        count(*) filter (where published = 'supported') as n_published_supported,
        count(*) filter (where published = 'contradicted') as n_published_contradicted,
        count(*) filter (where recovered = 'supported') as n_recovered_supported,
        count(*) filter (where recovered = 'contradicted') as n_recovered_contradicted,
        count(*) filter (where same_method = 'supported') as n_same_supported,
        count(*) filter (where same_method = 'contradicted') as n_same_contradicted,
        count(*) filter (where same_method = 'supported' and sound_method = 'inconclusive') as n_doubted
    from reporting.rpt_claims
    where claim_source = 'paper' and is_papers_population and is_first_paper
),

-- How many of the ledger's significant tests are false ones to be expected, by a sounder method.
ledger_false_discoveries as (
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
ledger_papers as (
    select *
    from reporting.rpt_papers
    order by paper_order
),

-- The first paper's claims by topic, each by the one verdict that tallies count, with sums by subject and of all.
ledger_topics as (
    with topics as (
        select distinct
            topic_name,
            subject,
            subject_order
        from reporting.rpt_claims
        where claim_source = 'paper' and is_first_paper
    )

    select
        topics.subject,
        topics.topic_name,
        count(*) filter (where verdict = 'supported') as n_supported,
        count(*) filter (where verdict = 'contradicted') as n_contradicted,
        count(*) filter (where verdict = 'inconclusive') as n_inconclusive,
        count(*) filter (where verdict in ('not_testable', 'not_applicable')) as n_not_testable,
        count(*) as n_claims
    from reporting.rpt_paper_claims as claims
    inner join topics using (topic_name)
    where claims.paper_order = 1
    group by grouping sets ((topics.subject_order, topics.subject, topics.topic_name), (topics.subject_order, topics.subject), ())
    having count(*) > 0
    order by topics.subject_order nulls last, topics.topic_name nulls first
)

select
    array(select ledger_conclusions from ledger_conclusions) as ledger_conclusions,
    array(select ledger_counts from ledger_counts) as ledger_counts,
    array(select ledger_false_discoveries from ledger_false_discoveries) as ledger_false_discoveries,
    array(select ledger_papers from ledger_papers) as ledger_papers,
    array(select ledger_topics from ledger_topics) as ledger_topics;
