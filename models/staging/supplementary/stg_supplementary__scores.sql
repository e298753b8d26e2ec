with source as (

    select * from {{ source('supplementary', 'supplementary_scores') }}

),

renamed as (

    select
        -- the record
        snapshot_id,
        file_name,
        row_number,
        record_error,
        raw,

        -- the model
        model_name,
        family,
        try_cast(parameters_b as double) as parameters_b,
        quant as precision,

        -- the score
        try_cast(n_shots as bigint) as n_shots,
        metric,
        try_cast(value as double) as value,

        -- where it was found
        source_repo,
        source_path,
        source_commit,
        license,
        note

    from source

)

select * from renamed
