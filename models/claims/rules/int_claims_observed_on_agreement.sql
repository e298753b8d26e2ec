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
        case factor
            when 'parameter_range' then 'size differences'
            when 'architecture_family' then 'architecture differences'
        end as conclusion,
        benchmark_id,
        {{ is_significant('p_value') }} as is_significant
    from {{ ref('stat_anova') }}
    where method = 'classic' and factor in ('parameter_range', 'architecture_family') and p_value is not null
    union all
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
        other.*,
        other.is_significant = first.is_significant as is_same
    from conclusions as other
    inner join conclusions as first using (conclusion, benchmark_id)
    inner join {{ ref('int_claim_printed_population') }} as printed on first.cohort_id = printed.cohort_id

),

-- scaling multiplies scores by a factor for each architecture, which a random effect of architecture takes up
absorbing as (

    select distinct
        cohort_id,
        gamm,
        benchmark_id
    from {{ ref('stat_gamm_terms') }}
    where term = 's(architecture)'

),

changes as (

    select
        raw.cohort_id,
        count(*) as n_terms,
        count(*) filter (where raw.is_significant != scaled.is_significant) as n_changed
    from terms as raw
    inner join terms as scaled
        on raw.cohort_id = scaled.cohort_id
        and raw.gamm || '_scaled' = scaled.gamm
        and raw.benchmark_id = scaled.benchmark_id
        and raw.term = scaled.term
    anti join absorbing
        on scaled.cohort_id = absorbing.cohort_id and scaled.gamm = absorbing.gamm and scaled.benchmark_id = absorbing.benchmark_id
    where raw.term_type = 'smooth' and raw.gamm in ('size', 'size_by_type')
    group by raw.cohort_id

)

select
    cells.cell_id,
    count(*) filter (where shared.is_same) / count(*) as estimate,
    to_json({
        'n_same': count(*) filter (where shared.is_same),
        'n_conclusions': count(*),
        'not_same': coalesce(
            string_agg(
                concat(shared.conclusion, ' on ', shared.benchmark_id), ', ' order by shared.conclusion, shared.benchmark_id
            ) filter (where not shared.is_same), 'none'
        )
    }) as facts
from cells
inner join shared using (cohort_id)
where cells.measure = 'datasets'
group by cells.cell_id
union all by name
select
    cells.cell_id,
    changes.n_changed::double as estimate,
    to_json({ 'n_terms': changes.n_terms }) as facts
from cells
inner join changes using (cohort_id)
where cells.measure = 'scaling'
