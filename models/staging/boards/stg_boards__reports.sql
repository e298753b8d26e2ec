-- What a record says of the developer and the release of its model, of the run's mode, and of who
-- reported the score, where a board says such things.
select
    snapshot_id,
    row_number,

    -- the configuration
    max(text) filter (where role = 'variant') as variant,
    max(text) filter (where role = 'organisation') as organisation,
    max(day) filter (where role = 'released_on') as released_on,
    max(number) filter (where role = 'active_parameters_b') as active_parameters_b,
    max(text) filter (where role = 'parameters_said_by') as parameters_said_by,
    bool_or(truth) filter (where role = 'is_moe') as is_moe,
    bool_or(truth) filter (where role = 'is_open_weights') as is_open_weights,
    coalesce(bool_or(
        role in ('organisation', 'released_on', 'active_parameters_b', 'is_open_weights')
    ), false) as has_facts,

    -- the report
    max(text) filter (where role = 'reported_by') as reported_by,
    max(text) filter (where role = 'reported_at') as reported_at,
    max(text) filter (where role = 'comparable_group') as comparable_group,
    max(text) filter (where role = 'name_in_source') as name_in_source,
    bool_or(role = 'reported_by') as has_reporter

from {{ ref('stg_boards__fields') }}
where
    role in (
        'variant', 'organisation', 'released_on', 'active_parameters_b', 'parameters_said_by', 'is_moe',
        'is_open_weights', 'reported_by', 'reported_at', 'comparable_group', 'name_in_source'
    )
group by snapshot_id, row_number
