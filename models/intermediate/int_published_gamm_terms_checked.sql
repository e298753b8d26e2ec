{%- set figures = [
    'edf', 'ref_df', 'statistic', 'r_squared_adjusted', 'deviance_explained_pct', 'reml', 'scale',
    'intercept', 'intercept_std_error'
] -%}
with problems as (

    select
        *,
        case
            when record_error is not null then record_error
            {{ reject_not_numbers(figures + ['n_obs']) }}
        end as record_problem
    from {{ ref('stg_paper__published_gamm_terms') }}

)

select
    *,
    {{ reject_reason(['model', 'response', 'term']) }} as reject_reason
from problems
