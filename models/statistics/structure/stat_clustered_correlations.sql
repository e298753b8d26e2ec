select * from {{ ref('fit_clustered_correlations') }}
