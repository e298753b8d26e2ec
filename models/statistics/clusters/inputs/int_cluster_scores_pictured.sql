-- The scores of the cohorts that are laid out by t-SNE.
select drawn.*
from {{ ref('int_cluster_scores_drawn') }} as drawn
inner join {{ ref('cohort_roles') }} as roles using (cohort_id)
where roles.is_pictured
