-- Verdicts that are not given, though a rule came to one. A rerun on the paper's rows whose groups are other
-- ones than the print's says so, and cannot overrule the print; a range of size most of whose rows the print
-- has in another decides nothing, for or against it; nor does a set of models that only stands for the
-- paper's.
with judged as (

    select
        cells.cell_id,
        cells.claim_id,
        cells.paper_id,
        cells.cohort_id,
        cells.basis,
        cells.is_rerun,
        judged.verdict,
        judged.verdict in ('supported', 'contradicted') as is_decided
    from {{ ref('int_claim_cells_judged') }} as judged
    inner join {{ ref('int_claim_cells_selected') }} as cells using (cell_id)

),

-- what is printed, or implied by it, where it decides
print_verdicts as (

    select
        claim_id,
        arg_min(verdict, basis) as verdict
    from judged
    where not is_rerun and is_decided
    group by claim_id

),

overruled as (

    select
        judged.cell_id,
        misprinted.named,
        misprinted.n_groups,
        regrouped.named as regrouped_named,
        coalesce(
            judged.basis = 'same_method' and misprinted.named is not null
            and judged.is_decided and judged.verdict != print_verdicts.verdict,
            false
        ) as is_overruled,
        coalesce(judged.is_decided and regrouped.is_mostly_elsewhere, false) as is_of_other_rows
    from judged
    left join {{ ref('int_claim_groups_misprinted') }} as misprinted using (cell_id)
    left join {{ ref('int_claim_ranges_regrouped') }} as regrouped using (cell_id)
    left join print_verdicts using (claim_id)

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
    inner join {{ ref('fct_evaluations') }} as evaluations
        on members.evaluation_id = evaluations.evaluation_id
    group by all
    having n_here != roles.n_models

),

of_other_models as (

    select
        judged.cell_id,
        other_sets.n_models,
        other_sets.n_here
    from judged
    inner join other_sets using (paper_id, cohort_id)

)

select
    overruled.cell_id,
    overruled.is_overruled or overruled.is_of_other_rows
    or of_other_models.cell_id is not null as is_withheld,
    concat_ws(
        ' ',
        if(overruled.n_groups > 1, overruled.n_groups || ' groups differ', 'A group differs')
        || ' in size from print, most of all ' || overruled.named || '.',
        'By the sizes that it used, the paper put ' || overruled.regrouped_named || '.',
        if(overruled.is_of_other_rows, 'Those are most of them, so no verdict is given.', null),
        if(overruled.is_overruled, 'The printed tables say otherwise, so no verdict is given.', null),
        format(
            'The paper''s set of {} models is not available. This one has {}, so no verdict is given.',
            of_other_models.n_models, of_other_models.n_here
        )
    ) as reservations
from overruled
left join of_other_models using (cell_id)
