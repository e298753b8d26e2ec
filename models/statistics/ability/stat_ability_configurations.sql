-- Efforts within models: every configuration against the one of the same weights that may think most.
select * from {{ ref('fit_ability_configurations') }}
