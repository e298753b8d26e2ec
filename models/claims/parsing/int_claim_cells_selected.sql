-- depends_on: {{ ref('quality_gate') }}
-- Every claim on every basis and every population where it can be asked, before it is judged.
with claims as (

    select
        * exclude (rule_family, measure, reject_reason),
        coalesce(rule_family, 'not_computed') as rule_family,
        coalesce(measure, 'none') as measure
    from {{ ref('int_claims_checked') }}
    where reject_reason is null

),

cohorts as (

    select * from {{ ref('int_claim_cohorts_listed') }}

),

roles as (

    select * from {{ ref('claim_cohorts') }}

),

-- a benchmark exists in a cohort that has scores on it
benchmarks as (

    select distinct
        cohort_id,
        benchmark_id
    from {{ ref('int_cohort_scores_selected') }}

),

benchmark_counts as (

    select
        cohort_id,
        count(*) as n_benchmarks_of_cohort
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
    inner join cohorts on roles.cohort_id = cohorts.cohort_id and claims.suite = cohorts.suite
    cross join (values ('published'), ('recovered')) as bases (basis)

),

rerun as (

    select
        claims.*,
        cohorts.cohort_id,
        cohorts.status as cohort_status,
        bases.basis
    from claims
    -- the paper's claims are about its main or its supplementary data; all others are asked of every
    -- population that has the benchmark
    inner join cohorts on claims.suite = cohorts.suite or claims.claim_source != 'paper'
    cross join (values ('same_method'), ('sound_method')) as bases (basis)
    left join benchmarks on cohorts.cohort_id = benchmarks.cohort_id and claims.benchmark_id = benchmarks.benchmark_id
    where claims.benchmark_id is null or claims.benchmark_id = 'all' or benchmarks.benchmark_id is not null

),

cells as (

    select * from printed
    union all by name
    select * from rerun

)

select
    cells.* exclude (gamm),
    -- the GAMM that the basis rests on; no rule chooses another
    {{ judged_gamm('cells') }} as gamm,
    -- how many benchmarks the claim is about here
    case
        when cells.benchmark_id = 'all' and contains(cells.benchmark, ',') then len(string_split(cells.benchmark, ','))
        when cells.benchmark_id = 'all' then coalesce(benchmark_counts.n_benchmarks_of_cohort, 0)
        else 1
    end as n_benchmarks
from cells
left join benchmark_counts on cells.cohort_id = benchmark_counts.cohort_id
where cells.reading_bases is null or list_contains(string_split(cells.reading_bases, ' '), cells.basis)
