-- What the words of the page cite.
with
-- What the paper's best-known conclusions rest on.
stated as (
    select
        conclusion_id,
        unnest(string_split(claim_ids, ' ')) as claim_id
    from reporting.rpt_conclusions
),

-- Each claim twice: on its own rows by its own method, or else by what it printed; and on all evaluations of
-- its day by a sounder method.
judged as (
    select
        stated.conclusion_id,
        placed.statement,
        dim_claims.one_way,
        dim_claims.decision,
        -- ratios of fitted scores are logarithms
        dim_claims.rule_family = 'gamm_contrast' as is_ratio,
        -- the value that an estimate without an interval is held against
        case
            when dim_claims.decision = 'equals' and verdicts.ci_low is null then dim_claims.decision_value
            when dim_claims.measure in ('linear', 'mean_correlation', 'factor_separation')
                then dim_claims.threshold_value
        end as bound,
        case
            when dim_claims.decision = 'equals' then format('{:g} claimed', bound)
            when dim_claims.decision = 'at_least' then format('at least {:g}', bound)
            else format('below {:g}', bound)
        end as claimed,
        verdicts.basis = 'sound_method' as is_sound,
        verdicts.*,
        -- the claim may be about a p-value; the difference is in the middle of its interval
        if(
            starts_with(dim_claims.measure, 'p_'), (verdicts.ci_low + verdicts.ci_high) / 2, verdicts.observed
        ) as middle
    from stated
    inner join claims.dim_claims using (claim_id)
    inner join claims.claim_verdicts as verdicts using (claim_id)
    inner join reporting.rpt_claims as placed using (claim_id, cohort_id)
    where
        verdicts.verdict not in ('not_testable', 'not_applicable')
        and if(verdicts.basis = 'sound_method', placed.is_papers_day, placed.is_papers_population)
    qualify
        row_number() over (
            partition by stated.conclusion_id, claim_id, is_sound
            order by
                list_position(['sound_method', 'same_method', 'recovered', 'published'], verdicts.basis),
                placed.is_papers_population, cohort_id
        ) = 1
),

marks as (
    select
        conclusion_id,
        list(
            struct_pack(
                claim_id, statement, decision, one_way, verdict, is_sound, is_ratio, observed, bound, claimed,
                middle := if(ci_low is null, null, middle), low := ci_low, high := ci_high
            )
            order by claim_id, is_sound
        ) as marks
    from judged
    group by conclusion_id
),

conclusions as (
    select *
    from reporting.rpt_conclusions inner join marks using (conclusion_id)
    order by
        -- first those with a rule that can go both ways
        len(list_filter(marks, lambda mark: mark.one_way is null)) = 0,
        list_position(['stands', 'fails', 'open'], verdict),
        -- then those that an interval decides
        len(list_filter(marks, lambda mark: mark.middle is not null)) = 0,
        conclusion_order
),

-- How large a difference a claim of no difference may have.
margins as (
    select distinct margin_pct from reporting.rpt_type_pairs
    where margin_pct is not null
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
    array(select margin_pct from margins) as margins,
    array(select conclusions from conclusions) as conclusions,
    array(select false_discoveries from false_discoveries) as false_discoveries,
    array(select papers from papers) as papers,
    array(select topics from topics) as topics
from reporting.rpt_facts_claims;
