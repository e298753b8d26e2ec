-- How far each score moves with each predictor of its GAMM, given the rest.
with terms as (

    select
        terms.*,
        fits.n_obs,
        regexp_extract(terms.term, '^s\(log_(.*)\)$', 1) as predictor
    from {{ ref('stat_gamm_terms') }} as terms
    inner join {{ ref('stat_gamm_fits') }} as fits using (cohort_id, gamm, benchmark_id)
    where terms.gamm = 'interplay' and terms.term_type = 'smooth'

),

-- a fit uses the evaluations that have all of its values, and only those say where a predictor lies;
-- fits on the same values, whichever of them is explained, share them
fits as (

    select
        cohort_id,
        benchmark_id,
        list_sort(list_append(list(distinct predictor), benchmark_id)) as variables
    from terms
    group by cohort_id, benchmark_id

),

needed as (

    select distinct
        cohort_id,
        variables,
        unnest(variables) as variable
    from fits

),

measured as (

    select
        cohort_id,
        evaluation_id,
        benchmark_id as variable,
        log_score as log_value
    from {{ ref('int_gamm_scores') }}
    union all
    select
        cohort_id,
        evaluation_id,
        'parameters_b' as variable,
        log_parameters_b as log_value
    from {{ ref('int_gamm_members') }}
    where log_parameters_b is not null

),

complete as (

    select
        needed.*,
        measured.log_value
    from needed
    inner join measured using (cohort_id, variable)
    qualify
        length(needed.variables)
        = count(*) over (partition by needed.cohort_id, needed.variables, measured.evaluation_id)

),

ranges as (

    select
        cohort_id,
        variables,
        variable as predictor,
        exp(quantile_cont(log_value, 0.1)) as predictor_p10,
        exp(quantile_cont(log_value, 0.9)) as predictor_p90
    from complete
    group by cohort_id, variables, variable

),

-- the curve over the grid points in that range
effects as (

    select
        terms.*,
        ranges.predictor_p10,
        ranges.predictor_p90,
        exp(first(curves.estimate order by curves.x)) as at_p10,
        exp(last(curves.estimate order by curves.x)) as at_p90
    from terms
    inner join fits using (cohort_id, benchmark_id)
    inner join ranges using (cohort_id, variables, predictor)
    left join {{ ref('stat_gamm_curves') }} as curves
        on
        terms.cohort_id = curves.cohort_id
        and terms.gamm = curves.gamm
        and terms.benchmark_id = curves.benchmark_id
        and terms.term = curves.term
        and exp(curves.x) between ranges.predictor_p10 and ranges.predictor_p90
    group by all

)

select
    cohorts.cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    benchmarks.benchmark_id,
    benchmarks.benchmark_name,
    benchmarks.benchmark_order,
    effects.predictor,
    coalesce(others.benchmark_name, 'Model size') as predictor_name,
    coalesce(others.benchmark_order, 0) as predictor_order,
    effects.n_obs,
    effects.edf,
    effects.p_value,
    effects.is_significant,
    effects.predictor_p10,
    effects.predictor_p90,
    100 * (effects.at_p90 / effects.at_p10 - 1) as change_pct
from effects
inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
left join {{ ref('dim_benchmarks') }} as others on effects.predictor = others.benchmark_id
