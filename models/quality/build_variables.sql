-- With what the build worked, so that whoever asks the published file goes on with the same.
select
    'confidence_level' as variable,
    {{ var('confidence_level') }}::double as value
union all
select
    'power' as variable,
    {{ var('power') }}::double as value
union all
select
    'seed' as variable,
    {{ var('seed') }}::double as value
