"""Write the rows that scripts in R read, from a build.

Run from the project's folder: ``python tests/reference/export_rows.py dependence`` writes the files
of a folder; without a name it writes all.
"""

import sys
from pathlib import Path

import duckdb

PUBLISHED, BUILD = "warehouse/llm_reassessment.duckdb", "target/build.duckdb"

#: Evaluations of a cohort that have a score on both of two benchmarks.
EVALUATIONS = """
from marts.bridge_cohort_evaluations
join marts.fct_evaluations using (evaluation_id)
join (
    pivot (select evaluation_id, benchmark_id, score_pct from marts.fct_scores)
    on benchmark_id in ('arc', 'truthfulqa') using max(score_pct)
) as scores using (evaluation_id)
where arc is not null and truthfulqa is not null and cohort_id =
"""
TODAY = "cohort_id in ('epoch_2026', 'helm_2026', 'llm_stats_2025')"
#: A benchmark or two of each source of models of today.
SOME = f"""
where {TODAY} and benchmark_id in ('gpqa_diamond_epoch', 'mmlu_epoch', 'mmlu_pro_helm', 'mmlu_helm',
    'gsm8k_helm', 'mmlu_pro_llm_stats', 'mmlu_llm_stats')
"""
SIX = "('arc', 'gsm8k', 'hellaswag', 'mmlu', 'truthfulqa', 'winogrande')"

#: The database that is read for a file, and what of it.
QUERIES = {
    "adjustment/tuning_rows.csv": (PUBLISHED, f"""
        select training_type, base_family, lineage_family, is_base_family_resolved, parameters_b,
            arc, truthfulqa
        {EVALUATIONS} 'january_2024' and training_type in ('instruction-tuned', 'pretrained')
        order by all
    """),
    "clusters/rows.csv": (PUBLISHED, f"""
        select evaluation_id, scores.* exclude (evaluation_id),
            nullif(parameter_range, 'unknown') as parameter_range,
            training_type, architecture_family, architecture_family_5
        from marts.bridge_cohort_evaluations
        join marts.fct_evaluations using (evaluation_id)
        join (
            pivot (select evaluation_id, benchmark_id, score_pct from marts.fct_scores)
            on benchmark_id in {SIX} using max(score_pct)
        ) as scores using (evaluation_id)
        where cohort_id = 'paper_2024_01'
        order by evaluation_id
    """),
    # the paper's population, the largest one (p-values far in the tail), and one of tiny groups
    "comparisons/group_statistics/rows.csv.gz": (PUBLISHED, f"""
        select * exclude (evaluation_id) from (pivot (
            select cohort_id, training_type, architecture_family, architecture_family_5,
                parameter_range, evaluation_id, benchmark_id, score_pct
            from marts.bridge_cohort_evaluations
            join marts.fct_evaluations using (evaluation_id)
            join marts.fct_scores using (evaluation_id)
            where cohort_id in ('paper_2024_01', 'openllm_v1', 'base_models')
        ) on benchmark_id in {SIX} using max(score_pct) order by all)
    """),
    "dependence/rows.csv": (PUBLISHED, f"""
        select training_type, nullif(parameter_range, 'unknown') as parameter_range,
            architecture_family, parameters_b, base_family, arc, truthfulqa
        {EVALUATIONS} 'paper_2024_01' order by all
    """),
    "emergence/rows.csv": (PUBLISHED, """
        select benchmark_id, base_family, ln(min(parameters_b)) as log_parameters_b,
            avg(score_pct) as score_pct
        from marts.bridge_cohort_evaluations
        join marts.fct_evaluations using (evaluation_id)
        join marts.fct_scores using (evaluation_id)
        where cohort_id = 'openllm_v1' and parameters_b is not null and is_base_family_resolved
            and benchmark_id in ('arc', 'mmlu', 'truthfulqa')
        group by benchmark_id, base_family
        order by benchmark_id, log_parameters_b, base_family
    """),
    "field/pairs.csv": (BUILD, f"""
        from intermediate.int_field_pairs where {TODAY}
            and benchmark_id in ('gpqa_diamond_epoch', 'otis_mock_aime_2024_2025_epoch')
        order by cohort_id, benchmark_id, comparison, weights
    """),
    "field/weights.csv": (BUILD, f"""
        from intermediate.int_field_models {SOME} order by cohort_id, benchmark_id, weights
    """),
    "positions/rows.csv": (PUBLISHED, """
        select cohort_id, benchmark_id, evaluation_id, score_pct, std_error_pct
        from statistics.stat_model_ranks
        where (cohort_id, benchmark_id) in (('january_2024', 'gsm8k'), ('openllm_v2', 'math'))
        qualify row_number() over (partition by cohort_id order by evaluation_id) <= 100
        order by all
    """),
    # only where to search: the estimates themselves are R's own
    "sizes/limits.csv": (PUBLISHED, """
        select benchmark_id as benchmark, unit, candidate_low_b as low, candidate_high_b as high
        from statistics.stat_breakpoints
        where cohort_id = 'paper_2024_01' and benchmark_id in ('arc', 'truthfulqa')
        order by all
    """),
    "sizes/rows.csv": (PUBLISHED, f"""
        select parameters_b, arc, truthfulqa
        {EVALUATIONS} 'paper_2024_01' and parameters_b is not null order by all
    """),
}  # fmt: skip


def main(folder: str = "") -> None:
    """Write the files of a folder."""
    for name, (database, query) in QUERIES.items():
        if name.startswith(folder):
            with duckdb.connect(database, read_only=True) as connection:
                frame = connection.sql(query).pl()
            is_packed = name.endswith(".gz")
            path = Path(__file__).parent / name
            frame.write_csv(path, compression="gzip" if is_packed else "uncompressed")
            print(f"{name}: {frame.height} rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
