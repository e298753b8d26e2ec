-- Every claim on every basis and every population where it can be asked, before it is judged.
with claims as (

    select * from {{ ref('dim_claims') }}

),

cohorts as (

    select claim_cohorts.*
    from {{ ref('int_claim_cohorts_listed') }} as claim_cohorts
    inner join {{ ref('dim_cohorts') }} as defined on claim_cohorts.cohort_id = defined.cohort_id

),

-- a benchmark exists in a cohort that has scores on it
benchmarks as (

    select distinct
        cohort_id,
        benchmark_id
    from {{ ref('int_cohort_scores_selected') }}

),

-- the printed numbers are about one population
printed as (

    select
        claims.*,
        cohorts.cohort_id,
        bases.basis
    from claims
    inner join cohorts on claims.suite = cohorts.suite and cohorts.is_papers_rows
    cross join (values ('published'), ('recovered')) as bases (basis)
    where claims.claim_source = 'paper'

),

rerun as (

    select
        claims.*,
        cohorts.cohort_id,
        bases.basis
    from claims
    -- your own claims are asked of every population that has the benchmark
    inner join cohorts on claims.suite = cohorts.suite or claims.claim_source = 'own'
    cross join (values ('same_method'), ('sound_method')) as bases (basis)
    left join benchmarks on cohorts.cohort_id = benchmarks.cohort_id and claims.benchmark_id = benchmarks.benchmark_id
    where
        (claims.benchmark_id is null or claims.benchmark_id = 'all' or benchmarks.benchmark_id is not null)
        -- the number of rows of one day's board is a claim about that day alone
        and (
            claims.measure not in ('n_evaluations', 'n_models')
            or claims.claim_source = 'own'
            or cohorts.is_papers_day
        )

)

select * from printed
union all by name
select * from rerun
