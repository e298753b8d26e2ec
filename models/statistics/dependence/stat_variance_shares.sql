select
    * exclude (omnibus, pairs) rename (p_value_cluster_level as p_value),
    case
        when cluster_share is null then 'the variances between and within clusters cannot be estimated separately'
        when lr_statistic is null then 'clusters hold too few levels to differ in them'
        else 'ok'
    end as status
from {{ ref('fit_cluster_robust') }}
