select
    *,
    -- its older name
    score_scale as scale,
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_score_scales') }}
