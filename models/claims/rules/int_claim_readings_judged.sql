-- Every reading of a claim on every basis and population has one verdict: that of its observations together. A rerun on
-- the paper's rows whose groups are other ones than the print's says so, and cannot overrule the print; nor does a set of
-- models decide that only stands for the paper's.
-- A cell that no rule reached is not testable, for the reason that the seed claim_bases gives, and one
-- about the paper's own sample is not applicable to data of ours.
with cells as (

    select
        *,
        not coalesce(
            (describes_sample and is_rerun and cohort_status = 'ok')
            -- a printed figure of how the paper's rows hang together
            or (rule_family = 'structure' and decision = 'equals' and tolerance > 0 and is_elsewhere),
            false
        ) as is_applicable
    from {{ ref('int_claim_cells_selected') }}

),

counted as (

    select
        *,
        count(*) filter (where verdict = 'supported') over of_claim as n_supported,
        count(*) filter (where verdict = 'contradicted') over of_claim as n_contradicted
    from {{ ref('int_claim_observations_judged') }}
    window of_claim as (partition by cell_id)

),

judged as (

    select
        cell_id,
        case any_value(observed_by)
            when 'p_value' then max(p_value)
            when 'min' then min(estimate)
            when 'max' then max(estimate)
            when 'count' then any_value(n_supported)
            else avg(estimate order by benchmark_id)
        end as observed,
        {{ verdict_of_all('verdict', 'any_value(n_benchmarks)', 'any_value(combined_by)') }} as verdict,
        fill_template(
            any_value(rule_family), any_value(measure), any_value(basis), 'detail',
            json_merge_patch(
                arg_min(facts, benchmark_id),
                to_json({
                    'sentences': string_agg(sentence, '; ' order by benchmark_id, sentence),
                    'n_supported': any_value(n_supported),
                    'n_contradicted': any_value(n_contradicted),
                    'n_several': nullif(any_value(n_benchmarks), 1)
                })
            ),
            arg_min(common, benchmark_id)
        ) as detail,
        string_agg(evidence, ' | ' order by benchmark_id, evidence) as evidence,
        max(n_obs) as n_obs,
        max(n_bases) as n_bases,
        case when count(*) = 1 then any_value(ci_low) end as ci_low,
        case when count(*) = 1 then any_value(ci_high) end as ci_high,
        case when count(*) = 1 then any_value(p_value) end as p_value,
        max(type1_error) as type1_error,
        case
            when not bool_or(errs_too_often) then null
            when count(type1_error) filter (where errs_too_often) = 0
                then 'How often such a verdict would be wrong is not known, so that none is given.'
            else concat(
                'Such a verdict would be wrong in up to ', {{ format_number('100 * max(type1_error) filter (where errs_too_often)', 2) }},
                ' % of samples, so that none is given.'
            )
        end as too_often
    from counted
    group by cell_id

),

-- groups of the paper's rows that have another size than in print
groups_printed as (

    select
        factor,
        level,
        max(n_obs) as n_printed
    from {{ ref('published_groups_recovered') }}
    where n_obs is not null
    group by factor, level

),

groups_here as (

    select
        cohort_id,
        factor,
        level,
        count(*) as n_here
    from {{ ref('int_cohort_levels_assigned') }}
    where cohort_id in (select unnest([cohort_id, rerun_cohort_id]) from {{ ref('int_claim_printed_population') }})
    group by cohort_id, factor, level

),

other_groups as (

    select
        cells.cell_id,
        string_agg(
            concat({{ level_name('printed.level', 'printed.factor') }}, ' has ', here.n_here, ', in print ', printed.n_printed), '; '
            order by printed.level
        ) as named
    from cells
    inner join groups_here as here on cells.cohort_id = here.cohort_id and cells.factor = here.factor
    inner join groups_printed as printed on here.factor = printed.factor and here.level = printed.level
    where
        cells.rule_family in ('anova', 'pair', 'pair_count', 'group_mean') and cells.is_rerun and here.n_here != printed.n_printed
        and (cells.rule_family != 'pair' or here.level in (cells.level_a, cells.level_b))
    group by cells.cell_id

),

-- what is printed, or implied by it, where it decides
print_verdicts as (

    select
        cells.claim_id,
        arg_min(judged.verdict, cells.basis) as verdict
    from judged
    inner join cells on judged.cell_id = cells.cell_id
    where not cells.is_rerun and judged.verdict in ('supported', 'contradicted')
    group by cells.claim_id

),

-- cohorts of other models than the set that they stand for
other_sets as (

    select
        roles.paper_id,
        roles.cohort_id,
        roles.n_models,
        count(distinct evaluations.model_name) as n_here
    from {{ ref('claim_cohorts') }} as roles
    inner join {{ ref('bridge_cohort_evaluations') }} as members on roles.cohort_id = members.cohort_id
    inner join {{ ref('fct_evaluations') }} as evaluations on members.evaluation_id = evaluations.evaluation_id
    group by all
    having n_here != roles.n_models

),

held as (

    select
        coalesce(
            cells.basis = 'same_method' and other_groups.named is not null
            and judged.verdict in ('supported', 'contradicted') and judged.verdict != print_verdicts.verdict, false
        ) as is_overruled,
        judged.* replace (if(is_overruled or other_sets.n_here is not null, 'inconclusive', judged.verdict) as verdict),
        concat_ws(
            ' ',
            'Groups are other rows than the print''s: ' || other_groups.named || ' evaluations.',
            if(is_overruled, 'The print says otherwise, so that no verdict is given.', null),
            format(
                'The paper''s set of {} models is not to be had; this one has {}, so that no verdict is given.', other_sets.n_models, other_sets.n_here
            )
        ) as reservations
    from judged
    inner join cells on judged.cell_id = cells.cell_id
    left join other_groups on judged.cell_id = other_groups.cell_id
    left join print_verdicts on cells.claim_id = print_verdicts.claim_id
    left join other_sets on cells.paper_id = other_sets.paper_id and cells.cohort_id = other_sets.cohort_id

),

-- the reason that is most to the point
limits as (

    select
        cells.cell_id,
        bases.why_not as reason
    from cells
    inner join {{ ref('claim_bases') }} as bases on {{ basis_applies('bases', 'cells') }}
    where bases.why_not is not null
    qualify row_number() over (partition by cells.cell_id order by bases.measure is null, bases.bases is null) = 1

),

-- what a verdict of each kind counts as one observation, and what it does about dependence
units as (

    select
        cells.cell_id,
        cells.rule_family in ('anova', 'pair', 'pair_count', 'group_mean')
        and {{ cluster_unit('cells.factor') }} = 'model generation' as is_by_generation,
        if(is_by_generation, replace(bases.unit, 'base families', 'model generations'), bases.unit) as unit,
        if(is_by_generation, replace(bases.dependence, 'base family', 'model generation'), bases.dependence) as dependence
    from cells
    inner join {{ ref('claim_bases') }} as bases on {{ basis_applies('bases', 'cells') }}
    where bases.unit is not null
    qualify row_number() over (partition by cells.cell_id order by bases.rule_family is null) = 1

)

select
    cells.claim_id as reading_id,
    cells.reading_of as claim_id,
    cells.basis,
    cells.cohort_id,
    case when held.cell_id is not null then units.unit end as unit,
    case when held.cell_id is not null then units.dependence end as dependence,
    held.* exclude (cell_id, is_overruled, reservations, too_often, verdict, detail),
    case when cells.is_applicable then coalesce(held.verdict, 'not_testable') else 'not_applicable' end as verdict,
    case
        when held.cell_id is not null
            then concat_ws(
                ' ', held.detail, units.dependence, nullif(held.reservations, ''), if(held.verdict = 'inconclusive', held.too_often, null)
            )
        when not cells.is_applicable and cells.measure = 'n_items'
            then 'The claim describes the benchmark, which no population confirms or denies.'
        when not cells.is_applicable and cells.measure = 'observed_models'
            then 'The claim reports what models scored that it names and that this population lacks; of others it is neither true nor false.'
        when not cells.is_applicable
            then 'The claim describes the paper''s own sample; this population is another one, of which it is neither true nor false.'
        when cells.cohort_status != 'ok' then concat('The population could not be computed: ', cells.cohort_status, '.')
        else coalesce(
            limits.reason,
            concat(
                'This population lacks what the claim is about: ',
                concat_ws(', ', cells.benchmark, cells.group_a, cells.group_b, cells.statistic), '.'
            )
        )
    end as detail
from cells
left join held on cells.cell_id = held.cell_id and cells.is_applicable
left join limits on cells.cell_id = limits.cell_id
left join units on cells.cell_id = units.cell_id
