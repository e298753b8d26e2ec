-- The evaluations that each basis counts in a population: the sound count takes every model once, however
-- often it was evaluated.
select
    bases.basis,
    members.cohort_id,
    evaluations.*
from {{ ref('bridge_cohort_evaluations') }} as members
inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
cross join (values ('same_method'), ('sound_method')) as bases (basis)
qualify
    bases.basis = 'same_method'
    or row_number() over (
        partition by bases.basis, members.cohort_id, evaluations.model_name order by evaluations.evaluation_id
    ) = 1
