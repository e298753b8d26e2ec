select
    cohort_id,
    benchmark_id,
    unnest(coverages, recursive := true),
    n_sized as n_obs,
    n_base_families,
    smallest_b,
    largest_b,
    {{ var('seed') }}::bigint as seed
from {{ ref('fit_places') }}
