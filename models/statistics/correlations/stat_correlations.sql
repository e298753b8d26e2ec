select * from {{ ref('fit_correlations') }}
