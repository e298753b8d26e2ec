-- Every defined cohort, with the problems of its definition apart from the
-- predicate. A row that cannot be computed stays. If its identifier is
-- missing, repeated or like the ones made up here, its place is appended.
{% set made_up = "'\\(.*, row [0-9]+\\)$'" %}

with by_hand as (

    select
        *,
        concat(file_name, ', row ', row_number) as place
    from {{ ref('stg_by_hand__cohorts') }}

),

-- The latest snapshot of an import is a cohort with one evaluation
-- per model, unless a cohort of that name is defined.
imported as (

    select
        snapshots.file_name,
        0 as row_number,
        case when imports.status = 'refused' then 'refused: ' || imports.reason end as record_error,
        snapshots.source as cohort_id,
        snapshots.source as cohort_name,
        'Results of one''s own: ' || snapshots.title || '. One evaluation per model.' as description,
        snapshots.snapshot_id,
        'is_preferred_evaluation' as predicate,
        'paper' as parameter_range_scheme,
        snapshots.file_name as place
    from {{ ref('dim_snapshots') }} as snapshots
    inner join {{ ref('import_quality') }} as imports on snapshots.snapshot_id = imports.snapshot_id
    anti join by_hand
        on snapshots.source = by_hand.cohort_id or snapshots.source = by_hand.cohort_name
    where snapshots.is_import
    qualify row_number() over (partition by snapshots.source order by snapshots.taken_on desc) = 1

),

cohorts as (

    select * from by_hand
    union all by name
    select * from imported

),

snapshots as (

    select distinct snapshot_id from {{ ref('fct_evaluations') }}

),

schemes as (

    select distinct scheme from {{ ref('dim_parameter_ranges') }}

),

compared as (

    select
        *,
        first_value(place) over (partition by cohort_id order by file_name, row_number) as place_of_id,
        first_value(place) over (partition by cohort_name order by file_name, row_number) as place_of_name,
        coalesce(regexp_matches(cohort_id, {{ made_up }}), true) or place_of_id != place as is_id_made_up,
        coalesce(regexp_matches(cohort_name, {{ made_up }}), true)
        or place_of_name != place as is_name_made_up
    from cohorts

)

select
    place,
    case
        when is_id_made_up then concat_ws(' ', cohort_id, '(' || place || ')')
        else cohort_id
    end as cohort_id,
    case
        when is_name_made_up then concat_ws(' ', cohort_name, '(' || place || ')')
        else cohort_name
    end as cohort_name,
    description,
    snapshot_id,
    parameter_range_scheme,
    predicate,
    case
        when record_error is not null then record_error
        when compared.cohort_id is null then 'missing cohort_id'
        when place_of_id != place
            then concat('cohort_id ', compared.cohort_id, ' is that of ', place_of_id, ' too')
        when is_id_made_up then 'cohort_id ends in the place of a row: ' || compared.cohort_id
        -- two identifiers may not look the same
        when regexp_matches(replace(compared.cohort_id, ' ', ''), '[\p{Cc}\p{Cf}\p{Z}]')
            then 'cohort_id holds a character that cannot be seen: ' || compared.cohort_id
        when compared.cohort_name is null then 'missing cohort_name'
        when place_of_name != place
            then concat('cohort_name ', compared.cohort_name, ' is that of ', place_of_name, ' too')
        when is_name_made_up then 'cohort_name ends in the place of a row: ' || compared.cohort_name
        when snapshot_id is null then 'missing snapshot_id'
        when snapshot_id not in (select snapshots.snapshot_id from snapshots)
            then concat(
                'unknown snapshot_id: ', snapshot_id, '; there are ',
                (select string_agg(snapshots.snapshot_id, ', ' order by snapshots.snapshot_id) from snapshots)
            )
        when parameter_range_scheme is null then 'missing parameter_range_scheme'
        when parameter_range_scheme not in (select schemes.scheme from schemes)
            then concat(
                'unknown parameter_range_scheme: ', parameter_range_scheme, '; there are ',
                (select string_agg(schemes.scheme, ', ' order by schemes.scheme) from schemes)
            )
        when predicate is null then 'missing predicate'
    end as problem
from compared
