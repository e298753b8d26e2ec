-- Every reading of a claim on every basis and population has one verdict, with its reasons in words. A cell
-- that no rule reached is not testable, and one about the paper's own sample is not applicable to data of
-- ours.
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

held as (

    select
        judged.* replace (if(reserved.is_withheld, 'inconclusive', judged.verdict) as verdict),
        reserved.reservations
    from {{ ref('int_claim_cells_judged') }} as judged
    inner join {{ ref('int_claim_cells_reserved') }} as reserved using (cell_id)

)

select
    cells.claim_id as reading_id,
    cells.reading_of as claim_id,
    cells.basis,
    cells.cohort_id,
    case when held.cell_id is not null then worded.unit end as unit,
    case when held.cell_id is not null then worded.dependence end as dependence,
    held.* exclude (cell_id, reservations, too_often, verdict, detail),
    case
        when cells.is_applicable then coalesce(held.verdict, 'not_testable') else 'not_applicable'
    end as verdict,
    case
        when held.cell_id is not null
            then concat_ws(
                ' ',
                held.detail, worded.dependence, nullif(held.reservations, ''),
                if(held.verdict = 'inconclusive', held.too_often, null)
            )
        when cells.is_applicable then worded.why_not
        when cells.measure = 'n_items'
            then 'The claim describes the benchmark. No data here confirm or deny it.'
        when cells.measure = 'observed_models'
            then
                'The claim reports scores of named models that these data lack. '
                || 'It is neither true nor false of others.'
        else
            'The claim describes the paper''s own sample. '
            || 'It is neither true nor false of other data.'
    end as detail
from cells
left join held on cells.cell_id = held.cell_id and cells.is_applicable
left join {{ ref('int_claim_cells_worded') }} as worded on cells.cell_id = worded.cell_id
