select * from {{ ref('fit_variance_shares') }}
