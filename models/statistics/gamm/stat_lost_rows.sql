-- What a curve of the log score keeps and what it loses. Every group is a row, even an empty one.
{% call named() %}
with totals as (

    select
        cohort_id,
        evaluation_id,
        count(*) as n_scores,
        sum(score_units)::hugeint as total
    from {{ ref('int_cohort_scores_selected') }}
    group by cohort_id, evaluation_id

),

groups as (

    select
        cohort_benchmarks.cohort_id,
        cohort_benchmarks.benchmark_id,
        labels.row_group
    from (select distinct cohort_id, benchmark_id from {{ ref('int_scale_scores_selected') }}) as cohort_benchmarks
    cross join (values ('kept'), ('log_of_zero'), ('unknown_size')) as labels (row_group)

),

others as (

    select
        scores.*,
        totals.n_scores - 1 as n_other,
        totals.total - round(scores.score_pct * 1000000)::bigint as total_other
    from {{ ref('int_scale_scores_selected') }} as scores
    inner join totals using (cohort_id, evaluation_id)

),

summaries as (

    select
        cohort_id,
        benchmark_id,
        row_group,
        count(*) as n_obs,
        count(parameters_b) as n_sized,
        median(parameters_b) as median_parameters_b,
        avg((training_type = 'pretrained')::integer) as share_pretrained,
        avg((training_type = 'fine-tuned')::integer) as share_fine_tuned,
        avg((training_type = 'instruction-tuned')::integer) as share_instruction_tuned,
        avg((training_type = 'RL-tuned')::integer) as share_rl_tuned,
        avg((training_type = 'unknown')::integer) as share_unknown_type,
        avg((architecture_family_5 = 'Llama')::integer) as share_llama,
        avg((architecture_family_5 = 'Mistral')::integer) as share_mistral,
        avg((architecture_family_5 = 'GPT')::integer) as share_gpt,
        avg((architecture_family_5 = 'Bloom')::integer) as share_bloom,
        avg((architecture_family_5 = 'Other')::integer) as share_other_family,
        sum(total_other)::double / nullif(sum(n_other), 0)::double / 1e6 as mean_other_scores
    from others
    group by cohort_id, benchmark_id, row_group

)

select
    summaries.* exclude (cohort_id, benchmark_id, row_group) replace (
        coalesce(summaries.n_obs, 0) as n_obs
    ),
    groups.cohort_id,
    groups.benchmark_id,
    groups.row_group,
    coalesce(summaries.n_obs, 0) / sum(coalesce(summaries.n_obs, 0)) over (
        partition by groups.cohort_id, groups.benchmark_id
    ) as share,
    case when summaries.n_obs is null then 'no row in this group' else 'ok' end as status
from groups
left join summaries using (cohort_id, benchmark_id, row_group)
{% endcall %}
