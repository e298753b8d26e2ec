-- Where whoever opens the file for the first time begins.
select
    question_order,
    table_name,
    question,
    example_query
from {{ ref('first_questions') }}
