-- On how many benchmarks the average base's tuned models gain; of types without an own base, on how many they
-- differ.
with counts as (
    select
        any_value(comparison) as comparison,
        count_if(type_view_name = 'gain by base') as n_own,
        count_if(type_view_name = 'gain by base' and is_significant and estimate > 0) as n_gains,
        count_if(type_view_name = 'equal size') as n_adjusted,
        count_if(type_view_name = 'equal size' and is_significant) as n_differ
    from figure_rows
)

select
    upper_first(if(
        n_own > 0,
        format(
            '{} models beat their base significantly on {} benchmarks',
            split_part(comparison, ' - ', 1),
            of_all(n_gains, n_own)
        ),
        format(
            '{} models differ significantly on {}',
            replace(comparison, ' - ', ' and '),
            of_all(n_differ, n_adjusted)
        )
    )) as finding
from counts
where n_own + n_adjusted > 0;
