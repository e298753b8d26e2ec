-- Evaluations of fewer bits beside the 16 bit one of the same weights, and two 16 bit ones of one revision
-- as a control: what a second run changes.
-- depends_on: {{ ref('quality_gate') }}
with evaluations as (

    select
        evaluation_id,
        snapshot_id,
        model_name,
        revision,
        weight_type,
        training_type = 'pretrained' as is_original,
        submitted_on,
        base_family,
        parameters_b,
        lower(precision) as bits,
        is_quantised,
        -- without the owner, the quantiser's word and the format
        regexp_replace(
            lower(regexp_extract(model_name, '[^/]+$')), '[-_](gptq|awq|[48]-?bit|int[48]|hf|fp16)\b', '', 'g'
        ) as bare_name
    from {{ ref('fct_evaluations') }}

),

quantised as (

    select
        *,
        case
            when bits = '8bit' then '8 bit'
            when bits = '4bit' then 'bitsandbytes 4'
            when regexp_matches(lower(model_name), 'awq') then 'awq 4'
            when bits = 'gptq' or regexp_matches(lower(model_name), 'gptq') then 'gptq 4'
        end as kind
    from evaluations
    where is_quantised

),

candidates as (

    select
        quantised.evaluation_id as quantised_id,
        wide.evaluation_id as reference_id,
        quantised.kind,
        case when quantised.model_name = wide.model_name then 'same name' else 'name of the quantised' end
            as how_paired,
        coalesce(quantised.revision = wide.revision, false) as is_same_revision,
        coalesce(wide.is_original, false) as is_original,
        split_part(quantised.model_name, '/', 1) != split_part(wide.model_name, '/', 1) as is_of_other_owner,
        abs(quantised.submitted_on - wide.submitted_on) as days_apart
    from quantised
    inner join evaluations as wide
        on quantised.snapshot_id = wide.snapshot_id
        and wide.bits in ('float16', 'bfloat16')
        -- an adapter by itself is other weights than the merged model of its name
        and quantised.weight_type is not distinct from wide.weight_type
        and if(
            quantised.bits in ('4bit', '8bit'),
            quantised.model_name = wide.model_name,
            not wide.is_quantised and quantised.bare_name = wide.bare_name
        )
    where quantised.kind is not null
    union all
    select
        narrow.evaluation_id as quantised_id,
        wide.evaluation_id as reference_id,
        'other 16 bit' as kind,
        'same name' as how_paired,
        true as is_same_revision,
        false as is_original,
        false as is_of_other_owner,
        abs(narrow.submitted_on - wide.submitted_on) as days_apart
    from evaluations as narrow
    inner join evaluations as wide
        on narrow.snapshot_id = wide.snapshot_id
        and narrow.model_name = wide.model_name
        and narrow.revision = wide.revision
        and narrow.weight_type is not distinct from wide.weight_type
        and narrow.bits = 'float16'
        and wide.bits = 'bfloat16'
        and not narrow.is_quantised
        and not wide.is_quantised

),

benchmarks as (

    select
        evaluations.snapshot_id,
        count(distinct scores.benchmark_id) as n_benchmarks
    from {{ ref('fct_scores') }} as scores
    inner join evaluations using (evaluation_id)
    group by evaluations.snapshot_id

),

-- only evaluations with every score of the board
whole as (

    select scores.evaluation_id
    from {{ ref('fct_scores') }} as scores
    inner join evaluations using (evaluation_id)
    inner join benchmarks on evaluations.snapshot_id = benchmarks.snapshot_id
    where scores.score_pct is not null
    group by scores.evaluation_id
    having count(*) = any_value(benchmarks.n_benchmarks)

),

paired as (

    select candidates.*
    from candidates
    semi join whole on candidates.quantised_id = whole.evaluation_id
    semi join whole as whole_references on candidates.reference_id = whole_references.evaluation_id
    qualify row_number() over (
        partition by candidates.quantised_id, candidates.kind
        -- the release itself comes before copies of it, and the maker's before the quantiser's
        order by
            candidates.is_same_revision desc,
            candidates.is_original desc,
            candidates.is_of_other_owner desc,
            candidates.days_apart,
            candidates.reference_id
    ) = 1

),

compared as (

    select
        paired.*,
        scores.benchmark_id,
        scores.score_pct,
        wide.score_pct as reference_pct,
        scores.score_pct - wide.score_pct as difference
    from paired
    inner join {{ ref('fct_scores') }} as scores on paired.quantised_id = scores.evaluation_id
    inner join {{ ref('fct_scores') }} as wide
        on paired.reference_id = wide.evaluation_id and scores.benchmark_id = wide.benchmark_id

)

select
    evaluations.snapshot_id,
    compared.quantised_id,
    compared.reference_id,
    compared.benchmark_id,
    evaluations.model_name,
    compared.kind,
    evaluations.bits as precision,
    compared.how_paired,
    compared.is_same_revision,
    -- one at chance while its partner is not; of the control, one that is far off anywhere
    case
        when compared.kind = 'other 16 bit' then max(abs(compared.difference)) over pair > 10
        else coalesce(bool_or(
            compared.score_pct < checks.failed_below_pct
            and compared.reference_pct > checks.reference_above_pct
        ) over pair, false)
    end as is_failed,
    compared.score_pct,
    compared.reference_pct,
    compared.difference,
    evaluations.base_family,
    evaluations.parameters_b
from compared
inner join evaluations on compared.quantised_id = evaluations.evaluation_id
left join {{ ref('failed_run_checks') }} as checks on compared.benchmark_id = checks.benchmark_id
window pair as (partition by compared.kind, compared.quantised_id)
