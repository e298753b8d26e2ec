select * from {{ ref('fit_compute_shifts') }}
