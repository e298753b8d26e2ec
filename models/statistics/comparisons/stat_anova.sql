select * exclude (pair_method, pairs)
from {{ ref('fit_anovas') }}
