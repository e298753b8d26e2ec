-- The build's settings, so that queries of the published file use the same ones.
select
    'confidence_level' as variable,
    {{ var('confidence_level') }}::double as value
union all
select
    'confidence_z' as variable,
    {{ critical_z() }} as value
union all
select
    'power' as variable,
    {{ var('power') }}::double as value
union all
select
    'power_z' as variable,
    normal_quantile({{ var('power') }}) as value
union all
select
    'seed' as variable,
    {{ var('seed') }}::double as value
