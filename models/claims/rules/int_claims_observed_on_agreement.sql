-- Claims that two analyses come to the same conclusions: on raw and scaled scores, or on the
-- supplementary and the primary data.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'agreement' and basis = 'same_method'

),

terms as (

    select * replace ({{ is_significant('p_value') }} as is_significant)
    from {{ ref('stat_gamm_terms') }}
    where p_value is not null

),

conclusions as (

    select
        cohort_id,
        if(factor = 'parameter_range', 'size differences', 'architecture differences') as conclusion,
        benchmark_id,
        {{ is_significant('p_value') }} as is_significant
    from {{ ref('stat_anova') }}
    where method = 'classic' and factor in ('parameter_range', 'architecture_family') and p_value is not null
    union all by name
    select
        cohort_id,
        'size smooth' as conclusion,
        benchmark_id,
        is_significant
    from terms
    where gamm = 'size' and term = 's(log_parameters_b)'

),

shared as (

    select
        other.cohort_id,
        concat(conclusion, ' on ', {{ variable_name('benchmark_id') }}) as conclusion,
        other.is_significant = first.is_significant as is_same
    from conclusions as other
    inner join conclusions as first using (conclusion, benchmark_id)
    inner join {{ ref('int_claim_printed_population') }} as printed on first.cohort_id = printed.cohort_id

),

-- scaling multiplies scores by a factor for each architecture, which a random effect of architecture takes up
changes as (

    select
        raw.cohort_id,
        raw.is_significant != scaled.is_significant as is_changed
    from terms as raw
    inner join terms as scaled
        on raw.gamm || '_scaled' = scaled.gamm
        and (raw.cohort_id, raw.benchmark_id, raw.term) = (scaled.cohort_id, scaled.benchmark_id, scaled.term)
    where
        raw.term_type = 'smooth' and raw.gamm in ('size', 'size_by_type')
        and (scaled.cohort_id, scaled.gamm, scaled.benchmark_id) not in (
            select (cohort_id, gamm, benchmark_id) from {{ ref('stat_gamm_terms') }}
            where term = 's(architecture)'
        )

),

datasets as (

    select
        cells.cell_id,
        count(*) filter (where shared.is_same) / count(*) as estimate,
        to_json({
            'n_same': count(*) filter (where shared.is_same),
            'n_conclusions': count(*),
            'not_same': coalesce(
                string_agg(shared.conclusion, ', ' order by shared.conclusion)
                filter (where not shared.is_same),
                'none'
            )
        }) as facts
    from cells
    inner join shared using (cohort_id)
    where cells.measure = 'datasets'
    group by cells.cell_id

),

scaling as (

    select
        cells.cell_id,
        count(*) filter (where changes.is_changed) as estimate,
        to_json({ 'n_terms': count(*) }) as facts
    from cells
    inner join changes using (cohort_id)
    where cells.measure = 'scaling'
    group by cells.cell_id

)

{{ observations('datasets', 'scaling') }}
