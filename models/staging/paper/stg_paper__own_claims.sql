-- A seed keeps the order of its file, which is all that tells two lines apart.
with source as (

    select
        *,
        row_number() over (order by rowid) as row_number
    from {{ ref('own_claims') }}

),

renamed as (

    select
        -- the record
        row_number,

        -- the claim
        nullif(trim(claim_id), '') as claim_id,
        section,
        topic,
        nullif(trim(statement), '') as statement,

        -- how it is checked
        trim(method) as method,
        nullif(trim(benchmark), '') as benchmark,
        nullif(trim(group_a), '') as group_a,
        nullif(trim(group_b), '') as group_b,
        trim(statistic) as statistic,
        trim(expected) as expected,
        trim(threshold) as threshold

    from source

)

select * from renamed
