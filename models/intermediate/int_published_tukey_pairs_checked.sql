with problems as (

    select
        *,
        case
            when record_error is not null then record_error
            {{ reject_unparsable(['estimate', 'ci_low', 'ci_high', 'p_adjusted'], 'number') }}
            {{ reject_not_finite(['estimate', 'ci_low', 'ci_high', 'p_adjusted']) }}
            {{ reject_outside(['p_adjusted'], 0, 1) }}
        end as record_problem
    from {{ ref('stg_paper__published_tukey_pairs') }}

)

select
    *,
    {{ reject_reason(['factor', 'benchmark', 'group_a', 'group_b']) }} as reject_reason
from problems
