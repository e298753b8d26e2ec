select * exclude (points) replace (array_to_string(benchmarks, ', ') as benchmarks)
from {{ ref('fit_embeddings') }}
