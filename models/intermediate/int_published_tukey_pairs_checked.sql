with problems as (

    select
        *,
        case
            when record_error is not null then record_error
            {{ reject_not_numbers(['estimate', 'ci_low', 'ci_high', 'p_adjusted']) }}
            when p_adjusted not between 0 and 1
                then 'p_adjusted is outside 0–1: ' || (raw ->> '$.p_adjusted')
        end as record_problem
    from {{ ref('stg_paper__published_tukey_pairs') }}

)

select
    *,
    {{ reject_reason(['factor', 'benchmark', 'group_a', 'group_b']) }} as reject_reason
from problems
