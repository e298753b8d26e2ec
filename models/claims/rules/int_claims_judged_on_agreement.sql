-- Claims that two analyses come to the same conclusions: on raw and scaled scores, or on the
-- supplementary and the primary data.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'agreement' and basis = 'same_method'

),

conclusions as (

    select
        cohort_id,
        'size differences' as conclusion,
        benchmark_id,
        {{ is_significant('p_value') }} as is_significant
    from {{ ref('stat_anova') }}
    where method = 'classic' and factor = 'parameter_range' and p_value is not null
    union all
    select
        cohort_id,
        'architecture differences' as conclusion,
        benchmark_id,
        {{ is_significant('p_value') }} as is_significant
    from {{ ref('stat_anova') }}
    where method = 'classic' and factor = 'architecture_family' and p_value is not null
    union all
    select
        cohort_id,
        'size smooth' as conclusion,
        benchmark_id,
        {{ is_significant('p_value') }} as is_significant
    from {{ ref('stat_gamm_terms') }}
    where engine = 'reml' and gamm = 'size' and term = 's(log_parameters_b)' and p_value is not null

),

shared as (

    select
        cells.*,
        other.conclusion,
        other.benchmark_id as shared_benchmark_id,
        primary_data.is_significant = other.is_significant as is_same
    from cells
    inner join conclusions as other using (cohort_id)
    inner join conclusions as primary_data
        on primary_data.cohort_id in (select printed.cohort_id from {{ ref('int_claim_printed_population') }} as printed)
        and other.conclusion = primary_data.conclusion
        and other.benchmark_id = primary_data.benchmark_id
    where cells.measure = 'datasets'

),

terms as (

    select * from {{ ref('stat_gamm_terms') }}
    where engine = 'reml' and p_value is not null and gamm in ('size', 'size_scaled', 'size_by_type', 'size_by_type_scaled')

),

changes as (

    select
        raw.cohort_id,
        count(*) as n_terms,
        count(*) filter (where {{ is_significant('raw.p_value') }} != {{ is_significant('scaled.p_value') }})
            as n_changed
    from terms as raw
    inner join terms as scaled
        on raw.cohort_id = scaled.cohort_id
        and raw.gamm || '_scaled' = scaled.gamm
        and raw.benchmark_id = scaled.benchmark_id
        and raw.term = scaled.term
    where raw.term_type = 'smooth'
    group by raw.cohort_id

)

select
    claim_id,
    basis,
    cohort_id,
    count(*) filter (where is_same) / count(*) as observed,
    {{ verdict_when('count(*) filter (where is_same) / count(*) >= any_value(decision_value)') }} as verdict,
    concat(
        count(*) filter (where is_same), ' of ', count(*), ' conclusions agree with those on the paper''s rows; not: ',
        coalesce(
            string_agg(conclusion || ' on ' || shared_benchmark_id, ', ' order by conclusion, shared_benchmark_id)
            filter (where not is_same), 'none'
        ), '.'
    ) as detail,
    concat(count(*) filter (where is_same), ' of ', count(*)) as evidence
from shared
group by claim_id, basis, cohort_id
union all
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    changes.n_changed::double as observed,
    {{ verdict_when(meets_number('changes.n_changed')) }} as verdict,
    concat(
        changes.n_changed, ' of ', changes.n_terms, ' size smooths change sides of p = ', {{ short(significance_level()) }},
        ' when scores are scaled.'
    ) as detail,
    concat(changes.n_changed, ' of ', changes.n_terms) as evidence
from cells
inner join changes using (cohort_id)
where cells.measure = 'scaling'
