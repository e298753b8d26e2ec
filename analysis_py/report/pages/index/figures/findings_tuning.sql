-- Instruction-tuned minus pretrained on the day of the paper: as tested in it, and adjusted for size and architecture,
-- with calibrated intervals. The first row also says which is which.
select
    benchmark_order,
    benchmark_name as benchmark,
    n_a + n_b as n,
    estimate_unadjusted,
    estimate,
    ci_low,
    ci_high,
    format('{:+.1f}', estimate_unadjusted) || if(place = 1, ' unadjusted', '') as unadjusted_label,
    format('{:+.1f}', estimate) || if(place = 1, ' at the same size and architecture', '') as label
from (
    select
        *,
        row_number() over (order by estimate_unadjusted desc, benchmark_order asc) as place
    from reporting.rpt_group_differences
    where cohort_role = 'headline' and method = 'ancova' and comparison = 'instruction-tuned − pretrained'
) as placed
order by place;
