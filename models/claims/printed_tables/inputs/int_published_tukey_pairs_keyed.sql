-- The printed pairs under the warehouse's own names of factors and benchmarks.
-- depends_on: {{ ref('quality_gate') }}
select
    case factor
        when 'range' then 'parameter_range'
        when 'type' then 'training_type'
        when 'architecture11' then 'architecture_family'
        when 'category5' then 'architecture_family_5'
        else factor
    end as factor,
    lower(benchmark) as benchmark_id,
    group_a,
    group_b,
    estimate,
    ci_low,
    ci_high,
    p_adjusted
from {{ ref('int_published_tukey_pairs_checked') }}
where reject_reason is null
