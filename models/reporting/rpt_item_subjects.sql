-- What an audit says of the suspect items of each subject, beside what is stated of them.
with subjects as (

    select
        benchmark_id,
        part as subject,
        count(*) as n_suspects,
        avg(1 - p_bad order by item_key) as stated,
        avg((not is_flagged)::integer) as realised
    from {{ ref('stat_item_suspects') }}
    where is_suspect and is_flagged is not null and part is not null
    group by benchmark_id, part

)

{{ add_names(rows='subjects', cohorts=false) }}
