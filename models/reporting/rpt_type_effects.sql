-- One difference of two training types in several views, each with its own rows: the lead of a tuned type
-- over pretrained models counted in several ways and split in two parts, and any two types raw, adjusted for
-- size and architecture, and within the bases that hold both. What a view lacks is null.
{% set leads = {
    'all evaluations': 'raw',
    'known bases': 'known_bases',
    'own base, by evaluation': 'own_base_by_evaluation',
    'bases of tuned models': 'bases_of_tuned',
    'each base once': 'each_base_once',
    'own base': 'own_base',
    'size and generation': 'size_and_generation',
} %}

with leads as (

    select
        *,
        case method
            {% for method, view in leads.items() -%}
                when '{{ method }}' then '{{ view }}'
            {% endfor -%}
        end as type_view
    from {{ ref('stat_within_base') }}
    where type_view is not null

),

effects as (

    select * from leads
    union all by name
    -- types of which none is pretrained
    select
        *,
        'raw' as type_view
    from {{ ref('stat_cluster_robust') }} as pairs
    anti join leads
        on pairs.cohort_id = leads.cohort_id
        and pairs.benchmark_id = leads.benchmark_id
        and pairs.group_a in (leads.group_a, leads.group_b)
        and pairs.group_b in (leads.group_a, leads.group_b)
    where pairs.factor = 'training_type' and pairs.method = 'cr2'
    union all by name
    -- by the calibrated test, which holds its level where the plain one does not
    select
        * replace (
            ci_low_calibrated as ci_low,
            ci_high_calibrated as ci_high,
            p_value_calibrated as p_value,
            p_adjusted_calibrated as p_adjusted,
            type1_error_calibrated as type1_error
        ),
        'adjusted' as type_view
    from {{ ref('stat_adjusted_pairs') }}
    where method = 'ancova'
    union all by name
    select
        *,
        'within_mixed' as type_view
    from {{ ref('stat_within_base') }}
    where method = 'mixed, within'

),

described as (

    select
        * replace ({{ holds_level('type1_error') }} as holds_level),
        {{ pair_label() }} as comparison,
        case type_view
            when 'raw' then 'each evaluation once'
            when 'known_bases' then 'each evaluation of a known base once'
            when 'own_base_by_evaluation' then 'gained over its own base, by evaluation'
            when 'bases_of_tuned' then 'lead of the bases of tuned models'
            when 'each_base_once' then 'each base once'
            when 'own_base' then 'against its own base'
            when 'size_and_generation' then 'equal size and generation'
            when 'adjusted' then 'equal size and architecture'
            when 'within_mixed' then 'within base, mixed model'
        end as type_view_name,
        list_position(
            [
                'raw', 'known_bases', 'own_base_by_evaluation', 'bases_of_tuned', 'each_base_once',
                'own_base', 'size_and_generation', 'adjusted', 'within_mixed'
            ],
            type_view
        ) as type_view_order
    from effects

)

{{ add_names(rows='described') }}
