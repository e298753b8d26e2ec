-- The label with the highest silhouette.
select
    case
        when max(value) > 0
            then format(
                '{} forms the clearest clusters, with a silhouette of {}',
                arg_max(split_part(label, ' · ', 1), value), hundredths(max(value))
            )
        else format('No label forms clusters: all silhouettes are at most {}', hundredths(max(value)))
    end as finding
from figure_rows
where kind = 'as labelled' and index_words = 'Silhouette';
