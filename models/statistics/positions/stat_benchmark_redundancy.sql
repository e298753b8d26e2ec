select * from {{ ref('fit_redundancy') }}
