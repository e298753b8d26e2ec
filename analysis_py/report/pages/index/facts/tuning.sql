-- How far instruction-tuned models lead pretrained ones over all evaluations, and against their own base; per board.
with views as (
    select
        cohort_role,
        cohort_name,
        benchmark_id,
        benchmark_name,
        benchmark_order,
        max(estimate) filter (where type_view = 'raw') as lead,
        max(n_bases) filter (where type_view = 'own_base') as n_bases,
        max(estimate) filter (where type_view = 'own_base') as own,
        max(ci_low) filter (where type_view = 'own_base') as own_low,
        max(ci_high) filter (where type_view = 'own_base') as own_high,
        coalesce(bool_or(is_significant) filter (where type_view = 'own_base'), false) as is_decided,
        max(estimate) filter (where type_view = 'own_base_by_evaluation') as by_evaluation,
        max(ci_low) filter (where type_view = 'own_base_by_evaluation') as by_evaluation_low,
        max(ci_high) filter (where type_view = 'own_base_by_evaluation') as by_evaluation_high
    from reporting.rpt_type_effects
    where cohort_role in ('headline', 'latest_board') and comparison = 'instruction-tuned − pretrained' and status = 'ok'
    group by all
    having lead is not null and own is not null
)

select
    cohort_role,
    cohort_name,
    count(*) as n_benchmarks,
    min(lead) as lead_min,
    max(lead) as lead_max,
    min(own) as own_min,
    max(own) as own_max,
    count(*) filter (where is_decided and own > 0) as n_gains,
    count(*) filter (where is_decided and own < 0) as n_losses,
    max(n_bases) as n_bases,
    -- the lead of which less than half is a gain over the own base
    count(*) filter (where own < lead / 2) as n_of_base,
    coalesce(bool_or(is_decided and own >= lead / 2) filter (where benchmark_id = 'ifeval'), false) as is_following_apart,
    list(
        { 'benchmark': benchmark_name, 'lead': lead, 'own': own, 'low': own_low, 'high': own_high }
        order by own desc, benchmark_order asc
    ) filter (where is_decided and own > 0) as gains,
    list(benchmark_name order by benchmark_order) filter (where not (is_decided and own > 0)) as no_gains,
    arg_max(
        { 'benchmark': benchmark_name, 'own': own, 'estimate': by_evaluation, 'low': by_evaluation_low, 'high': by_evaluation_high },
        by_evaluation - own
    ) filter (where is_decided and own > 0 and by_evaluation > own) as counted_by_evaluation
from views
group by cohort_role, cohort_name
order by cohort_role;
