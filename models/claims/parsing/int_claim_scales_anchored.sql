-- The cohorts whose ability scale has the points that claims are stated in: all models that fix them are on it.
select abilities.cohort_id
from {{ ref('stat_abilities') }} as abilities
inner join {{ ref('ability_anchors') }} as anchors on abilities.weights = anchors.name and anchors.kind = 'model'
where abilities.status = 'ok'
group by abilities.cohort_id
having count(*) = (select count(*) from {{ ref('ability_anchors') }} where kind = 'model')
