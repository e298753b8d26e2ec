-- Trust and neighbours kept by the picture as it is shown.
select
    format(
        'Trustworthiness of the picture: {:.2f}; it keeps {:.0f} % of the neighbours',
        max(value) filter (where index_words = 'Trustworthiness'),
        100 * max(value) filter (where index_words = 'Neighbours kept')
    ) as finding
from figure_rows
where kind = 'this picture' and starts_with(picture, 't-SNE')
having count_if(index_words = 'Trustworthiness') > 0 and count_if(index_words = 'Neighbours kept') > 0;
