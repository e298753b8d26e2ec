-- The sizes at which claims cut small models from large ones, so that each is judged at its own cut.
select distinct size_a_low_b as cut_b
from {{ ref('int_claims_parsed') }}
where measure = 'forecast' and size_a_low_b > 0
order by cut_b
