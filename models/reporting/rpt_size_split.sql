-- The curve of size between model generations and within them, with names.
with points as (

    select
        *,
        if(ends_with(term, '_between)'), 'between generations', 'within a generation') as part,
        exp(x) as size_value,
        100 * (2 ** slope - 1) as growth_pct,
        100 * (2 ** slope_low - 1) as growth_pct_low,
        100 * (2 ** slope_high - 1) as growth_pct_high
    from {{ ref('int_curve_points_joined') }}
    where gamm = 'size_split_clustered' and engine = 'reml'

)

{{ name_rows('points', cohorts=false, benchmarks=false) }}
