-- What fewer bits are associated with: mean differences of pairs, clustered by base family (CR3, with the
-- degrees of freedom of Bell and McCaffrey), by benchmark and over all of them.
{% set margin = 1 %}
with pairs as (

    select * from {{ ref('stat_quantised_pairs') }}
    union all by name
    select
        snapshot_id,
        quantised_id,
        'average' as benchmark_id,
        kind,
        any_value(is_failed) as is_failed,
        any_value(base_family) as base_family,
        avg(difference order by benchmark_id) as difference
    from {{ ref('stat_quantised_pairs') }}
    group by snapshot_id, quantised_id, kind

),

kinds as (

    select * from pairs
    union all by name
    select * replace ('4 bit' as kind) from pairs
    where ends_with(kind, ' 4')

),

means as (

    select
        snapshot_id,
        kind,
        benchmark_id,
        count(*) filter (not is_failed) as n_pairs,
        count(*) filter (is_failed) as n_failed,
        avg(difference order by quantised_id) filter (not is_failed) as mean_difference,
        median(difference) filter (not is_failed) as median_difference
    from kinds
    group by snapshot_id, kind, benchmark_id

),

-- what a family adds to the variance of the mean: of n_g of n pairs, S_g / (n - n_g)
families as (

    select
        kinds.snapshot_id,
        kinds.kind,
        kinds.benchmark_id,
        kinds.base_family,
        any_value(means.n_pairs)::double as n,
        count(*)::double as n_g,
        sum(kinds.difference - means.mean_difference order by kinds.quantised_id) as total
    from kinds
    inner join means using (snapshot_id, kind, benchmark_id)
    where not kinds.is_failed
    group by kinds.snapshot_id, kinds.kind, kinds.benchmark_id, kinds.base_family

),

variances as (

    select
        snapshot_id,
        kind,
        benchmark_id,
        count(*) as n_families,
        count(*) filter (total / n_g + mean_difference < 0) as families_below,
        sqrt(sum(power(total / nullif(n - n_g, 0), 2) order by base_family)) as std_error,
        -- moments of the variance were differences independent and alike
        sum(n_g * (1 - n_g / n) / power(nullif(n - n_g, 0), 2) order by base_family) as trace,
        sum(power(n_g * (1 - n_g / n) / power(nullif(n - n_g, 0), 2), 2) order by base_family) as own_squares,
        sum(power(n_g / nullif(n - n_g, 0), 2) order by base_family) as shares,
        sum(power(n_g / nullif(n - n_g, 0), 4) order by base_family) as share_squares,
        any_value(n) as n_total,
        power(trace, 2) / (own_squares + (power(shares, 2) - share_squares) / power(n_total, 2)) as df
    from families
    inner join means using (snapshot_id, kind, benchmark_id)
    group by snapshot_id, kind, benchmark_id

),

tests as (

    select
        means.*,
        coalesce(variances.n_families, 0) as n_families,
        variances.families_below,
        case when variances.n_families >= 5 then variances.std_error end as std_error,
        case when variances.n_families >= 5 then variances.df end as df,
        2 * student_tail(abs(means.mean_difference) / nullif(variances.std_error, 0), variances.df) as p_raw,
        case when variances.n_families >= 5 then p_raw end as p_value
    from means
    left join variances using (snapshot_id, kind, benchmark_id)

)

select
    snapshot_id,
    kind,
    benchmark_id,
    n_pairs,
    n_failed,
    n_families,
    mean_difference,
    median_difference,
    std_error,
    mean_difference - student_quantile(0.5 + {{ var('confidence_level') }} / 2, df) * std_error as ci_low,
    mean_difference + student_quantile(0.5 + {{ var('confidence_level') }} / 2, df) * std_error as ci_high,
    df,
    p_value,
    {{ holm('p_value', "snapshot_id, kind, benchmark_id = 'average'") }} as p_adjusted,
    -- two one-sided tests
    abs(mean_difference) + student_quantile(1 - {{ significance_level() }}, df) * std_error
        as smallest_margin_pct,
    smallest_margin_pct <= {{ margin }} as is_equivalent,
    {{ margin }}::double as margin_pct,
    families_below,
    {{ var('confidence_level') }}::double as confidence_level,
    case when n_families < 5 then 'fewer than 5 families' else 'ok' end as status
from tests
