-- How far open models lag behind closed ones.
select * from {{ ref('fit_ability_lags') }}
