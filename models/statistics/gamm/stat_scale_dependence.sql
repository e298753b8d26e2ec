-- A conclusion is true, false, or null where a scale has no fit to ask.
with scales as (

    select
        *,
        {{ holm('growth_overall_p_value', 'cohort_id, score_scale') }} as growth_overall_p_adjusted,
        {{ holm('growth_beyond_13b_p_value', 'cohort_id, score_scale') }} as growth_beyond_13b_p_adjusted
    from {{ ref('stat_score_scales') }}

),

conclusions as (

    select
        cohort_id,
        benchmark_id,
        score_scale,
        {{ is_significant('growth_overall_p_adjusted') }} and growth_overall > 0 as grows_overall,
        {{ is_significant('growth_beyond_13b_p_adjusted') }} and growth_beyond_13b > 0 as grows_beyond_13b,
        n_falls = 0 as is_monotone,
        has_dip,
        edf < 1.5 as is_linear
    from scales

),

answers as (

    {% for conclusion in ['grows_overall', 'grows_beyond_13b', 'is_monotone', 'has_dip', 'is_linear'] -%}
        select
            cohort_id,
            benchmark_id,
            score_scale,
            '{{ conclusion }}' as conclusion,
            {{ conclusion }} as answer
        from conclusions
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

by_scale as (

    select
        cohort_id,
        benchmark_id,
        conclusion,
        bool_or(answer) filter (where score_scale = 'log') as answer_log,
        bool_or(answer) filter (where score_scale = 'logit') as answer_logit,
        bool_or(answer) filter (where score_scale = 'chance_corrected') as answer_chance_corrected,
        bool_or(answer) filter (where score_scale = 'raw') as answer_raw,
        bool_or(answer) filter (where score_scale = 'raw_nonzero') as answer_raw_nonzero
    from answers
    group by cohort_id, benchmark_id, conclusion

),

statuses as (

    select
        cohort_id,
        benchmark_id,
        coalesce(max(status) filter (where status != 'ok'), 'ok') as status
    from scales
    group by cohort_id, benchmark_id

)

select
    by_scale.*,
    by_scale.answer_log != by_scale.answer_logit or by_scale.answer_log != by_scale.answer_raw as depends_on_scale,
    by_scale.answer_raw != by_scale.answer_raw_nonzero as depends_on_zeros,
    case
        when statuses.status != 'ok' then statuses.status
        when by_scale.answer_raw is null then 'no size beyond 13 B among the central rows'
        else 'ok'
    end as status
from by_scale
inner join statuses using (cohort_id, benchmark_id)
