select * from {{ ref('fit_embedding_quality') }}
