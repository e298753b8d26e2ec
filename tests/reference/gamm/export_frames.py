"""Write the model frames that the GAMM reference values are fitted on.

The frames are those of ``int_gamm_members`` and ``int_gamm_scores``, read from the marts of a
built warehouse and written as gzip CSV beside this script, so that R and Python fit exactly the
same numbers::

    python tests/reference/gamm/export_frames.py warehouse/llm_reassessment.duckdb

Afterwards run ``reference.R`` again: its values belong to these frames.
"""

import argparse
import gzip
import io
from pathlib import Path

import duckdb
import polars as pl

FRAMES = Path(__file__).parent / "frames"
COHORTS = ("january_2024", "openllm_v1")
BENCHMARKS = ("arc", "hellaswag", "mmlu", "truthfulqa", "winogrande", "gsm8k")
NUMERIC = ("log_parameters_b", *(f"log_{benchmark}" for benchmark in BENCHMARKS))
COLUMNS = ("evaluation_id", "log_parameters_b", "training_type", "architecture", *NUMERIC[1:])
# Ten digits are far below any tolerance of the comparison and keep the files small. R and
# Python both read the rounded values, so nothing depends on the digits that were cut.
SIGNIFICANT_DIGITS = 10
ROWS = f"""
    with wide as (
        pivot (
            select evaluation_id, 'log_' || benchmark_id as response, ln(score_pct) as log_score
            from marts.fct_scores where score_pct > 0
        )
        on response in ({", ".join(f"'log_{benchmark}'" for benchmark in BENCHMARKS)})
        using any_value(log_score) group by evaluation_id
    )
    select {", ".join(COLUMNS)} from (
        select * replace (
            if(architecture_source = 'base family', architecture_family, architecture)
                as architecture
        ), ln(nullif(parameters_b, 0)) as log_parameters_b
        from marts.fct_evaluations
    )
    semi join (
        from marts.bridge_cohort_evaluations where cohort_id = $cohort_id
    ) using (evaluation_id)
    left join wide using (evaluation_id)
    order by evaluation_id
"""


def read_frame(connection: duckdb.DuckDBPyConnection, cohort_id: str) -> pl.DataFrame:
    """Return one cohort's frame, in the order of the evaluation id.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        A connection to the warehouse.
    cohort_id : str
        The cohort to read.

    Returns
    -------
    polars.DataFrame
        The columns of ``COLUMNS``; a score of 0 has no logarithm and stays null.
    """
    frame = connection.sql(ROWS, params={"cohort_id": cohort_id}).pl()
    if frame.is_empty():
        raise ValueError(f"marts.bridge_cohort_evaluations has no rows of cohort {cohort_id!r}")
    return frame.with_columns(pl.col(NUMERIC).round_sig_figs(SIGNIFICANT_DIGITS))


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame as gzip CSV whose bytes depend on the rows alone.

    Parameters
    ----------
    frame : polars.DataFrame
        The rows to write.
    path : pathlib.Path
        The file to write.
    """
    text = frame.write_csv()
    buffer = io.BytesIO()
    # Neither a time stamp nor a file name in the header: same rows, same file.
    with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as stream:
        stream.write(text.encode())
    path.write_bytes(buffer.getvalue())


def main(arguments: list[str] | None = None) -> None:
    """Export the frames of every reference cohort."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("warehouse", type=Path, help="the DuckDB file of a built warehouse")
    parser.add_argument("--output", type=Path, default=FRAMES, help="folder to write to")
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(options.warehouse), read_only=True) as connection:
        for cohort_id in COHORTS:
            frame = read_frame(connection, cohort_id)
            path = options.output / f"{cohort_id}.csv.gz"
            write_frame(frame, path)
            print(f"{path.name}: {frame.height} rows, {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
