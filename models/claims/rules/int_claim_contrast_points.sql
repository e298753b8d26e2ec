-- The points of a curve of size that a claim about two sizes compares, by each smoother. A contrast is
-- decided at sizes that five base families have or are near.
with sides as (

    select
        cell_id,
        basis,
        cohort_id,
        gamm,
        benchmark_id,
        is_sound,
        unnest([
            {
                'side': 'a',
                'size_a_low_b': size_a_low_b,
                'size_a_high_b': size_a_high_b,
                'is_peak': contains(group_a, 'max')
            },
            {
                'side': 'b',
                'size_a_low_b': size_b_low_b,
                'size_a_high_b': size_b_high_b,
                'is_peak': contains(group_b, 'max')
            }
        ], recursive := true)
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'gamm_contrast' and is_rerun

),

-- a range is its points; one size is the point of the curve that is nearest to it
read_points as (

    select
        sides.cell_id,
        sides.cohort_id,
        sides.gamm,
        sides.is_sound,
        sides.side,
        sides.is_peak,
        curves.benchmark_id,
        curves.smoother,
        curves.point,
        curves.parameters_b,
        curves.estimate,
        curves.std_error,
        coalesce(sides.size_a_low_b = sides.size_a_high_b, false) as is_one_size
    from sides
    inner join {{ ref('int_claim_curves_stacked') }} as curves using (basis, cohort_id, gamm)
    where
        {{ on_benchmark('sides', 'curves') }}
        and (is_one_size or {{ in_sizes('curves.parameters_b', 'sides') }})
    qualify
        not is_one_size
        or row_number() over (
            partition by sides.cell_id, sides.side, curves.benchmark_id, curves.smoother
            order by abs(ln(curves.parameters_b / sides.size_a_low_b)), curves.parameters_b
        ) = 1

),

-- the sizes from the least to the greatest that five families are near, but for 3 %, as 70 B is 69 or 72
ranges_reached as (

    select
        cohort_id,
        min(log_parameters_b) - 0.03 as least,
        max(log_parameters_b) + 0.03 as greatest
    from {{ ref('int_gamm_family_sizes') }}
    where n_near >= {{ fewest_near() }}
    group by cohort_id

),

sizes_read as (

    select distinct
        cohort_id,
        parameters_b
    from read_points
    where is_sound

),

-- how many base families have a size near a point, if it lies in that range
reached as (

    select
        points.cohort_id,
        points.parameters_b,
        count(*) filter (
            where {{ is_near_size('ln(points.parameters_b)', 'sizes.log_parameters_b') }}
        ) as n_near,
        ln(points.parameters_b) between any_value(ranges.least) and any_value(ranges.greatest) as is_among
    from sizes_read as points
    inner join {{ ref('int_gamm_family_sizes') }} as sizes using (cohort_id)
    left join ranges_reached as ranges using (cohort_id)
    group by points.cohort_id, points.parameters_b

)

-- soundly, of a range the points that families reach, and of a peak the highest of them
select
    read_points.*,
    not is_sound or coalesce(reached.is_among and reached.n_near >= {{ fewest_near() }}, false) as is_reached
from read_points
left join reached using (cohort_id, parameters_b)
window side_points as (partition by cell_id, side, benchmark_id, smoother)
qualify
    (is_reached or not bool_or(is_reached) over side_points)
    and (
        not is_peak
        or row_number() over (side_points order by is_reached desc, estimate desc, parameters_b) = 1
    )
