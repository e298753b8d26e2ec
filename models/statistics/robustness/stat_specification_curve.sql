select
    *,
    -- its older name
    score_scale as scale,
    -- nine digits: a change of unit moves the last ones
    case
        when status = 'ok'
            then nullif(
                first_value(specification_id) over (
                    partition by
                        conclusion, benchmark_id, cohort_id, test, clustering, n_obs, status,
                        format('{:.9g}', statistic), format('{:.9g}', df_den)
                    order by
                        duplicates,
                        list_position(['raw', 'log', 'logit', 'above_chance', 'rank'], score_scale)
                ),
                specification_id
            )
    end as repeats,
    {{ var('confidence_level') }}::double as confidence_level
from {{ ref('fit_specifications') }}
