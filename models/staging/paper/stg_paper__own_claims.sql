select * from {{ source('by_hand', 'own_claims') }}
