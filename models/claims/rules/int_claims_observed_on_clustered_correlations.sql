-- Claims that benchmarks go together, by a question of seeds/structure/structure_questions.csv: one
-- correlation, all pairs of benchmarks, or all families of models. A claim may name levels with " / " between
-- them.
with correlations as (

    select
        cells.cell_id,
        cells.measure,
        stats.*
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('stat_clustered_correlations') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and (
            coalesce(cells.group_b, '') = ''
            or list_contains(string_split(trim(cells.group_b), ' / '), stats.level)
        )
    where cells.rule_family = 'structure' and cells.is_rerun and stats.estimate is not null

),

-- of several levels the one that speaks least for the claim, which is about each of them
largest_correlations as (

    select
        cell_id,
        max(estimate) as estimate,
        max(ci_low) as ci_low,
        max(ci_high) as ci_high,
        max(p_value) as p_value,
        bool_and(ci_low is not null) as can_decide,
        sum(n_obs) as n_obs,
        sum(n_units) as n_bases,
        max(type1_error) as type1_error,
        to_json({
            'found_on': concat(
                'of ', {{ variable_name('any_value(variable_a)') }}, ' and ',
                {{ variable_name('any_value(variable_b)') }},
                if(count(*) > 1, concat(', the largest of ', count(*), ','), '')
            ),
            'unit': any_value(unit)
        }) as facts
    from correlations
    where measure = 'correlation'
    group by cell_id

),

positive_pairs_pct as (

    select
        cell_id,
        100 * avg((estimate > 0)::integer) as estimate,
        100 * avg(coalesce(ci_low > 0, false)::integer) as low,
        100 * avg(coalesce(ci_high > 0, true)::integer) as high,
        max(n_obs) as n_obs,
        max(n_units) as n_bases,
        max(type1_error) as type1_error,
        to_json({
            'found_on': concat('of ', count(*), ' pairs of benchmarks'),
            'unit': any_value(unit)
        }) as facts
    from correlations
    where measure = 'positive_pairs_pct'
    group by cell_id

),

-- families of three models at least whose scores a line explains by nine tenths
lines_pct as (

    select
        cell_id,
        100 * avg((estimate > sqrt(0.9))::integer) as estimate,
        100 * avg(coalesce(ci_low > sqrt(0.9), false)::integer) as low,
        100 * avg(coalesce(ci_high > sqrt(0.9), true)::integer) as high,
        sum(n_obs) as n_obs,
        count(*) as n_bases,
        {{ error_of_any_end('count(*)') }} as type1_error,
        to_json({
            'found_on': concat('of ', count(*), ' families of three models and more'),
            'unit': any_value(unit)
        }) as facts
    from correlations
    where measure = 'lines_pct' and n_obs >= 3
    group by cell_id

)

{{ observations_within('largest_correlations', 'positive_pairs_pct', 'lines_pct') }}
