select * rename (statement_in_our_own_words as statement)
from {{ source('paper', 'paper_claims') }}
