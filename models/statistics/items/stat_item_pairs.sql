select
    pairs.benchmark_id,
    pairs.evaluation_a,
    pairs.evaluation_b,
    models_a.model_name as model_a,
    models_b.model_name as model_b,
    pairs.* exclude (benchmark_id, evaluation_a, evaluation_b, status),
    {{ is_significant('pairs.p_adjusted') }} as is_significant,
    {{ var('confidence_level') }}::double as confidence_level,
    {{ var('power') }}::double as power,
    pairs.status
from {{ ref('fit_item_pairs') }} as pairs
inner join {{ ref('item_models') }} as models_a on pairs.evaluation_a = models_a.evaluation_id
inner join {{ ref('item_models') }} as models_b on pairs.evaluation_b = models_b.evaluation_id
