"""A zoo of cohorts as no board has them, in the build database and in cohorts.csv."""

from pathlib import Path

import duckdb

V1, V2 = "openllm_v1_2024-07-07", "openllm_v2_2025-03-21"
ZOO = "zoo_2024-01-01"
BENCHMARKS = "('arc', 'mmlu', 'gsm8k')"

#: By kind: the score in percent of an evaluation, and columns of its that differ from the original.
#: The originals are an evaluation of each training type, range of sizes and architecture of v1.
ANY_SCORE = "hash(evaluation_id, benchmark_id) % 1000 / 10"
KINDS = {
    "constant": ("50", ""),
    "constant_in_groups": ("5 * length(training_type)", ""),
    "zeros": ("0", ""),
    "hundreds": ("100", ""),
    "zeros_and_hundreds": ("100 * (hash(evaluation_id, benchmark_id) % 2)", ""),
    "ties": ("10 * (hash(evaluation_id) % 4)", ""),
    "same_on_all_benchmarks": ("hash(evaluation_id) % 1000 / 10", ""),
    "on_a_line": ("20 + 10 * ln(least(coalesce(parameters_b, 1), 180) + 1)", ""),
    "sizes_unknown": (
        ANY_SCORE,
        "null::double as parameters_b, null::double as active_parameters_b, "
        "null::double as size_low_b, null::double as size_high_b, "
        "'unknown' as parameters_source, "
        "'unknown' as parameter_range,",
    ),
    "one_size": (
        ANY_SCORE,
        "7.0 as parameters_b, 6.5 as size_low_b, 7.5 as size_high_b, 'name' as parameters_source, "
        "7.0 as active_parameters_b, '[7,13)' as parameter_range,",
    ),
    "on_one_benchmark": (f"case when benchmark_id = 'arc' then {ANY_SCORE} end", ""),
    "on_one_benchmark_each": (
        f"case when (benchmark_id = 'arc') = (hash(evaluation_id) % 2 = 0) then {ANY_SCORE} end",
        "",
    ),
}
#: Thousands of two evaluations, each the same as the next.
DUPLICATES = 1000

#: By cohort: snapshot, scheme of sizes, predicate. The first seven take the identifiers of the
#: committed cohorts, which claims and selections are about.
COHORTS = {
    "paper_2024_01": (V1, "paper", "row_number <= 3"),
    "january_2024": (ZOO, "paper", "evaluated_by = 'zeros_and_hundreds'"),
    "openllm_v1": (V1, "paper", "parameters_b is null and row_number % 4 = 0"),
    "openllm_v1_clean": (ZOO, "paper", "evaluated_by = 'constant'"),
    "openllm_v2": (V2, "paper", "row_number >"),
    "supplementary": ("supplementary_2025-12-31", "supplementary", "row_number = 1"),
    "base_models": (ZOO, "paper", "evaluated_by = 'on_a_line'"),
    **{kind: (ZOO, "paper", f"evaluated_by = '{kind}'") for kind in [*KINDS, "duplicates"]},
    "two_rows": (V1, "paper", "row_number in (100, 200)"),
    "five_rows": (V1, "paper", "row_number between 100 and 104"),
    "ten_rows": (V1, "paper", "row_number between 100 and 109"),
    "one_type": (V1, "paper", "training_type = 'RL-tuned' and row_number % 3 = 0"),
    "two_types": (V1, "paper", "training_type in ('pretrained', 'RL-tuned') and row_number < 999"),
    "two_ranges": (V1, "paper", "parameters_b >= 3 and parameters_b < 13 and row_number % 60 = 0"),
    "one_range": (V1, "paper", "parameter_range = '[7,13)' and row_number % 60 = 0"),
    "one_family": (V1, "paper", "architecture_family = 'Falcon'"),
    "two_and_one": (V2, "paper", "row_number between 10 and 30"),
    "other_ranges": (V1, "supplementary", "row_number between 1 and 40"),
    "nobody": (V1, "paper", "parameters_b < 0"),
}  # fmt: skip


def cohorts() -> list[list[str]]:
    """Return the zoo as records of cohorts.csv, header first."""
    header = "cohort_id cohort_name snapshot_id parameter_range_scheme description predicate"
    return [
        header.split(),
        *([name, f"{name} of the zoo", of, scheme, "", predicate]
          for name, (of, scheme, predicate) in COHORTS.items()),
    ]  # fmt: skip


def add_evaluations(build: Path) -> None:
    """Add the evaluations of every kind to the marts of a build database, as a snapshot."""
    with duckdb.connect(str(build)) as connection:
        connection.execute(
            f"""
            create temp table originals as
            select * from marts.fct_evaluations where snapshot_id = '{V1}'
            qualify row_number() over (
                partition by training_type, parameter_range, architecture_family_5
                order by evaluation_id
            ) = 1
            """
        )
        for kind, (score, changed) in KINDS.items():
            _add(connection, kind, score, changed, "select * from originals")
        twins = "(select * from originals where parameters_b > 0 order by evaluation_id limit 2)"
        _add(
            connection, "duplicates", "hash(model_name, benchmark_id) % 1000 / 10", "",
            f"select * exclude (n) replace (evaluation_id || n as evaluation_id) "
            f"from {twins}, range({DUPLICATES}) as copies (n)",
        )  # fmt: skip
        connection.execute(
            f"""
            insert into marts.dim_snapshots
            select * replace (
                '{ZOO}' as snapshot_id, 'zoo' as source, date '2024-01-01' as taken_on,
                'data/zoo/2024-01-01.csv' as file_name
            )
            from marts.dim_snapshots where snapshot_id = '{V1}'
            """
        )


def _add(connection, kind: str, score: str, changed: str, rows: str) -> None:
    connection.execute(
        f"""
        create or replace temp table added as
        select * replace (
            {changed} '{kind}/' || evaluation_id as evaluation_id, '{ZOO}' as snapshot_id,
            '{kind}' as evaluated_by
        ) from ({rows})
        """
    )
    connection.execute("insert into marts.fct_evaluations select * from added")
    connection.execute(
        f"""
        insert into marts.fct_scores by name
        select evaluation_id, benchmark_id, '{ZOO}' as snapshot_id, ({score})::double as score_pct,
               n_items, n_shots, metric
        from added cross join marts.dim_benchmarks
        where benchmark_id in {BENCHMARKS} and score_pct is not null
        """
    )
