"""The SQL behind the parts about single models, with the choices written out."""

from textwrap import dedent

from queries import Choice, literal


def people(choice: Choice) -> str:
    """Return the SQL for the evaluations of a cohort, the best by their average first."""
    return dedent(f"""\
        select evaluation_id,
               model_name || if(
                   count(*) over (partition by model_name) = 1, '',
                   format(' ({{}})', concat_ws(', ', variant, precision, left(evaluation_id, 8)))
               ) as name
        from marts.bridge_cohort_evaluations
        join marts.fct_evaluations using (evaluation_id)
        where cohort_id = {literal(choice.cohort_id)}
        order by average_pct desc nulls last, name""")


def card(choice: Choice, evaluation_id: str) -> str:
    """Return the SQL for the scores, ranks and places of one evaluation."""
    return dedent(f"""\
        select ranks.benchmark_name, ranks.score_pct, ranks.std_error_pct, ranks.rank,
               ranks.rank_low, ranks.rank_high, ranks.rank_low_simultaneous,
               ranks.rank_high_simultaneous, ranks.n_tied, ranks.is_among_best,
               positions.expected_pct, positions.predicted_low, positions.predicted_high,
               positions.residual_in_sd, positions.percentile_near_size, positions.n_near_size,
               positions.size_equivalent_b, positions.gap_to_top_tenth_pct,
               coalesce(positions.status, ranks.status) as status
        from reporting.rpt_model_ranks as ranks
        left join reporting.rpt_model_positions as positions
            using (cohort_id, benchmark_id, evaluation_id)
        where cohort_id = {literal(choice.cohort_id)}
          and evaluation_id = {literal(evaluation_id)}
        order by benchmark_order""")


def relatives(choice: Choice, evaluation_id: str) -> str:
    """Return the SQL for the evaluation itself, its repeats, and those of its base family."""
    return dedent(f"""\
        with mine as (
            select * from marts.fct_evaluations where evaluation_id = {literal(evaluation_id)}
        )
        select case when others.evaluation_id = mine.evaluation_id then 'itself'
                    when others.model_name = mine.model_name then 'evaluated again'
                    when others.training_type = 'pretrained' then 'pretrained'
                    else 'sibling' end as relation,
               others.model_name, others.precision, others.training_type, others.parameters_b,
               others.base_family, others.average_pct
        from mine, marts.bridge_cohort_evaluations as bridge
        join marts.fct_evaluations as others using (evaluation_id)
        where bridge.cohort_id = {literal(choice.cohort_id)}
          and (others.base_family = mine.base_family or others.model_name = mine.model_name)
        order by array_position(['itself', 'evaluated again', 'pretrained', 'sibling'], relation),
                 others.average_pct desc nulls last, others.model_name
        limit 20""")


def alike(choice: Choice, evaluation_id: str) -> str:
    """Return the SQL for the evaluations with the most alike scores."""
    return dedent(f"""\
        with mine as (
            select benchmark_id, score_pct
            from marts.fct_scores where evaluation_id = {literal(evaluation_id)}
        )
        select any_value(model_name) as alike_model,
               sqrt(avg((scores.score_pct - mine.score_pct) ** 2)) as points_apart
        from marts.bridge_cohort_evaluations as bridge
        join marts.fct_scores as scores using (evaluation_id)
        join mine using (benchmark_id)
        join marts.fct_evaluations using (evaluation_id)
        where bridge.cohort_id = {literal(choice.cohort_id)}
        group by evaluation_id
        having count(*) = (select count(*) from mine)
           and evaluation_id <> {literal(evaluation_id)}
        order by points_apart, alike_model
        limit 10""")


def variables() -> str:
    """Return the SQL for the variables that the build took."""
    return "select variable, value from quality.build_variables"


def differences(choice: Choice, a: str, b: str, normal: float, detects: float) -> str:
    """Return the SQL for how far two evaluations lie apart on every benchmark.

    Parameters
    ----------
    a, b : str
        Evaluations.
    normal, detects : float
        What the standard error is multiplied by, for the interval and for the smallest difference
        that would mostly be detected.
    """
    return dedent(f"""\
        select a.benchmark_name, a.score_pct as score_a, b.score_pct as score_b,
               a.score_pct - b.score_pct as difference,
               sqrt(a.std_error_pct ** 2 + b.std_error_pct ** 2) as std_error,
               difference - {normal:.6f} * std_error as ci_low,
               difference + {normal:.6f} * std_error as ci_high,
               difference / std_error as z,
               ci_low * ci_high > 0 as is_significant_unadjusted,
               {detects:.6f} * std_error as smallest_detectable,
               of_a.expected_pct - of_b.expected_pct as by_size_alone
        from reporting.rpt_model_ranks as a
        join reporting.rpt_model_ranks as b using (cohort_id, benchmark_id)
        left join reporting.rpt_model_positions as of_a
            on of_a.cohort_id = a.cohort_id and of_a.benchmark_id = a.benchmark_id
            and of_a.evaluation_id = a.evaluation_id
        left join reporting.rpt_model_positions as of_b
            on of_b.cohort_id = b.cohort_id and of_b.benchmark_id = b.benchmark_id
            and of_b.evaluation_id = b.evaluation_id
        where a.cohort_id = {literal(choice.cohort_id)}
          and a.evaluation_id = {literal(a)} and b.evaluation_id = {literal(b)}
        order by a.benchmark_order""")


def peers(choice: Choice, benchmark_id: str | None = None) -> str:
    """Return the SQL for the places of all evaluations, on one benchmark or on all."""
    only = "" if benchmark_id is None else f"\n          and benchmark_id = {literal(benchmark_id)}"
    return (
        dedent(f"""\
        select benchmark_id, benchmark_name, evaluation_id, model_name, training_type, parameters_b,
               score_pct, expected_pct, predicted_low, predicted_high, residual_in_sd
        from reporting.rpt_model_positions
        where cohort_id = {literal(choice.cohort_id)}""")
        + f"{only}\norder by benchmark_id, evaluation_id"
    )


def scores(choice: Choice) -> str:
    """Return the SQL for the scores of a cohort with what a place among them is judged by."""
    return dedent(f"""\
        select cohort_id, benchmark_id, benchmark_name, evaluation_id, scores.score_pct,
               ln(evaluations.parameters_b) as log_parameters_b,
               nullif(evaluations.training_type, 'unknown') as training_type,
               evaluations.base_family
        from marts.bridge_cohort_evaluations
        join marts.fct_evaluations as evaluations using (evaluation_id)
        join marts.fct_scores as scores using (evaluation_id)
        join marts.dim_benchmarks using (benchmark_id)
        where cohort_id = {literal(choice.cohort_id)}
        order by benchmark_id, evaluation_id""")
