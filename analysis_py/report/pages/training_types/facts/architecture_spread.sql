-- How far the commonest architectures are apart as they are and at equal size, and where Llama stands.
with common as (
    select
        *,
        rank() over (partition by benchmark_id order by score_adjusted desc) as place
    from reporting.rpt_architecture_effects
    where cohort_role = 'headline' and n_obs >= 10
)

select
    benchmark_name,
    count(*) as n_architectures,
    max(score_unadjusted) / min(score_unadjusted) as ratio_raw,
    max(score_adjusted) / min(score_adjusted) as ratio_adjusted,
    ratio_adjusted < ratio_raw as is_narrower,
    max(place) filter (where architecture = 'LlamaForCausalLM') as llama_place
from common
group by benchmark_name, benchmark_order
order by benchmark_order;
