-- Every claim on every basis and population to which it applies, before its verdict.
with claims as (

    select * from {{ ref('int_claims_accepted') }}

),

-- without a cohort of its own sizes, a paper's method is run again on its rows as they are
roles as (

    select roles.* replace (reruns.cohort_id as same_method_on)
    from {{ ref('claim_cohorts') }} as roles
    left join {{ ref('dim_cohorts') }} as reruns
        on roles.same_method_on = reruns.cohort_id and reruns.status = 'ok'

),

-- a benchmark exists in a cohort with scores on it; a narrow one must be named, as "all" does not include it
benchmarks as (

    select distinct
        cohort_id,
        benchmark_id,
        true as is_compared
    from {{ ref('int_cohort_scores_compared') }}
    union all by name
    select distinct
        cohort_id,
        benchmark_id
    from {{ ref('int_cohort_scores_narrow') }}

),

benchmark_counts as (

    select
        cohort_id,
        count(is_compared) as n_benchmarks_of_cohort
    from benchmarks
    group by cohort_id

),

-- the printed numbers are about one population
printed as (

    select
        claims.*,
        cohorts.cohort_id,
        bases.basis
    from claims
    inner join roles on claims.paper_id = roles.paper_id and roles.is_papers_rows
    inner join {{ ref('int_claim_cohorts_listed') }} as cohorts using (cohort_id, suite)
    cross join (values ('published'), ('recovered')) as bases (basis)
    -- whose tables were printed, and what a text says beside itself
    where
        claims.paper_id = (
            select arg_min(papers.paper_id, papers.paper_order) from {{ ref('papers') }} as papers
        )
        or (claims.rule_family = 'printed_twice' and bases.basis = 'published')

),

rerun as (

    select
        claims.*,
        -- a paper's own method takes its own sizes; claim_readings names the rows again
        case
            when bases.basis = 'same_method' then coalesce(roles.same_method_on, cohorts.cohort_id)
            else cohorts.cohort_id
        end as cohort_id,
        cohorts.status as cohort_status,
        -- whether the paper has rows here, and these are others
        not coalesce(roles.is_papers_rows or roles.is_papers_day, false)
        and coalesce(
            claims.paper_id in (select own.paper_id from roles as own where own.is_papers_rows), false
        ) as is_elsewhere,
        bases.basis
    from claims
    -- the paper's claims are about its main or its supplementary data; all others are asked of every
    -- population that has the benchmark
    inner join {{ ref('int_claim_cohorts_listed') }} as cohorts
        on claims.suite = cohorts.suite or claims.claim_source != 'paper'
    cross join (values ('same_method'), ('sound_method')) as bases (basis)
    left join benchmarks using (cohort_id, benchmark_id)
    left join roles using (paper_id, cohort_id)
    where
        case claims.rule_family
            -- a question applies to populations with its benchmarks
            when 'structure'
                then (cohorts.cohort_id, string_split(claims.group_a, ' / ')[1]) in (
                    select (batteries.cohort_id, batteries.question_id)
                    from {{ ref('int_structure_batteries') }} as batteries
                )
            when 'ability' then cohorts.has_ability_scale
            when 'prices'
                then
                    cohorts.has_ability_scale
                    and cohorts.cohort_id in (
                        select declines.cohort_id from {{ ref('stat_price_declines') }} as declines
                    )
            when 'bits' then cohorts.statistics = 'bits'
            when 'tools' then cohorts.statistics = 'tools'
            when 'items' then cohorts.statistics = 'items'
            when 'printed_twice' then false
            else
                cohorts.statistics = 'all'
                and (
                    claims.benchmark_id is null or claims.benchmark_id = 'all'
                    or benchmarks.benchmark_id is not null
                )
        end

),

cells as (

    select * from printed
    union all by name
    select * from rerun

)

select
    cells.* exclude (gamm),
    concat_ws(' ', cells.claim_id, cells.basis, cells.cohort_id) as cell_id,
    cells.basis = 'sound_method' as is_sound,
    cells.basis in ('same_method', 'sound_method') as is_rerun,
    -- the GAMM that the basis rests on; no rule chooses another
    {{ gamm_of_cell('cells') }} as gamm,
    -- how many benchmarks the claim is about here
    case
        when cells.benchmark_id = 'all' and contains(cells.benchmark, ',')
            then len(string_split(cells.benchmark, ','))
        when cells.benchmark_id = 'all' then coalesce(benchmark_counts.n_benchmarks_of_cohort, 0)
        else 1
    end as n_benchmarks
from cells
left join benchmark_counts using (cohort_id)
where cells.reading_bases is null or list_contains(string_split(cells.reading_bases, ' '), cells.basis)
