-- How far the picture keeps neighbours, beside a linear picture and t-SNE from other starts.
with measures as (
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
        unnest([
            { 'index_words': 'Trustworthiness', 'index_order': 1, 'value': trustworthiness, 'chance': null },
            {
                'index_words': 'Neighbours kept', 'index_order': 2,
                'value': neighbourhood_preservation, 'chance': chance_preservation
            },
            { 'index_words': 'Neighbours in common', 'index_order': 3, 'value': agreement, 'chance': chance_preservation }
        ], recursive := true)
    from reporting.rpt_embedding_quality
    where status = 'ok'
)

select
    cohort_id,
    index_words,
    index_order,
    picture,
    picture_order,
    kind,
    if(kind = 'at random', chance, value) as value
from measures
cross join (values ('this picture'), ('at random')) as kinds (kind)
where value is not null and (kind = 'this picture' or chance is not null)
order by cohort_id asc, index_order asc, picture_order asc, picture asc, kind desc;
