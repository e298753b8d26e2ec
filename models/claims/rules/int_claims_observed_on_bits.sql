-- Claims about fewer bits, by pairs with 16 bits (docs/quantisation.md). A claim about all benchmarks holds
-- where each supports it at the level of one test, and fails where one is against it at its share
-- (Bonferroni).
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'bits' and is_sound

),

compared as (

    select
        cells.* exclude (benchmark_id),
        bits.* exclude (snapshot_id, kind),
        count(*) over (partition by cells.cell_id) as n_tests,
        student_quantile(1 - {{ significance_level() }}, bits.df) * bits.std_error as half_width,
        student_quantile(1 - {{ significance_level() }} / n_tests, bits.df) * bits.std_error
            as half_width_of_n
    from cells
    inner join {{ ref('stat_quantisation') }} as bits
        on cells.cohort_id = bits.snapshot_id
        and cells.group_a = bits.kind
        and case cells.benchmark_id
            when 'all' then bits.benchmark_id != 'average'
            else bits.benchmark_id = coalesce(cells.benchmark_id, 'average')
        end
    where bits.status = 'ok'

),

differences as (

    select
        cell_id,
        benchmark_id,
        mean_difference as estimate,
        mean_difference - half_width as ci_low,
        mean_difference + half_width as ci_high,
        -- what a number decides has none
        case when decision in ('positive', 'negative') then least(1, n_tests * p_value) end as p_value,
        abs(mean_difference) + half_width_of_n <= margin_pct as is_equivalent,
        margin_pct as margin,
        case
            when {{ holds_within('mean_difference - half_width', 'mean_difference + half_width') }} then true
            when
                not {{ holds_within(
                    'mean_difference - half_width_of_n', 'mean_difference + half_width_of_n'
                ) }}
                then false
        end as holds,
        n_pairs as n_obs,
        n_families as n_bases,
        {{ significance_level() }} as type1_error,
        to_json({ 'n_failed': n_failed, 'is_mean': benchmark_id = 'average' }) as facts
    from compared

)

{{ observations('differences') }}
