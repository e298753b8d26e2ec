-- How strong an unmeasured confounder would have to be to make the significant differences to pretrained models insignificant.
select
    cohort_name,
    count(*) as n_significant,
    min(e_value_limit) as least_e_value,
    max(e_value_limit) as largest_e_value,
    min(robustness_value_alpha) as least_share,
    max(robustness_value_alpha) as largest_share
from statistics.stat_confounding_sensitivity
where
    cohort_role = 'headline' and method = 'ancova' and is_significant
    and group_b = 'pretrained' and group_a in ('fine-tuned', 'instruction-tuned')
group by cohort_name;
