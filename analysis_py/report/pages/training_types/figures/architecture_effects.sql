-- Typical score of the commonest architectures: as it is, and at the cohort's mix of sizes.
select
    cohort_id,
    benchmark_name,
    format('{} ({:,})', replace(architecture, 'ForCausalLM', ''), n_obs) as label,
    score_unadjusted,
    score_adjusted,
    score_adjusted_low,
    score_adjusted_high
from reporting.rpt_architecture_effects
window common as (partition by cohort_id, benchmark_order order by n_obs desc, architecture asc)
qualify row_number() over common <= 10
order by cohort_id asc, benchmark_order asc, score_adjusted desc, architecture asc;
