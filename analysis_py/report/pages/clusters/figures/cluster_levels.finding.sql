-- How many groups are clusters by their silhouette.
select
    format('{} groups lie nearer to themselves than to another group', upper_first(of_all(count_if(value > 0), count(*)))) as finding
from figure_rows
where kind = 'as labelled' and index_words = 'Silhouette'
having count(*) > 0;
