-- How far the picture keeps neighbours, beside a linear picture and t-SNE from other starts.
with pictures as (
    select
        cohort_id,
        format(
            '{} · n = {:,}',
            case picture
                when 'published' then 't-SNE as shown'
                else replace(picture, 'principal components', 'principal · components')
            end,
            n_obs
        ) as picture,
        case when picture = 'published' then 1 when picture = 'principal components' then 2 else 3 end as picture_order,
        trustworthiness,
        neighbourhood_preservation,
        agreement,
        chance_preservation
    from statistics.stat_embedding_quality
    where status = 'ok'
)

select
    cohort_id,
    'Trustworthiness' as index_words,
    1 as index_order,
    picture,
    picture_order,
    'this picture' as kind,
    trustworthiness as value
from pictures
union all
select
    cohort_id,
    'Neighbours kept',
    2,
    picture,
    picture_order,
    'this picture',
    neighbourhood_preservation
from pictures
union all
select
    cohort_id,
    'Neighbours kept',
    2,
    picture,
    picture_order,
    'at random',
    chance_preservation
from pictures
union all
select
    cohort_id,
    'Neighbours in common',
    3,
    picture,
    picture_order,
    'this picture',
    agreement
from pictures
where agreement is not null
union all
select
    cohort_id,
    'Neighbours in common',
    3,
    picture,
    picture_order,
    'at random',
    chance_preservation
from pictures
where agreement is not null
order by cohort_id asc, index_order asc, picture_order asc, picture asc, kind desc;
