"""SQL functions that DuckDB lacks."""

from functools import partial

from duckdb import DuckDBPyConnection
from scipy import special

from analysis_py.dbt.sentences import FOLDER, fill_template


def register(connection: DuckDBPyConnection) -> None:
    """Register the functions below with a connection."""
    connection.create_function("normal_quantile", normal_quantile, ["DOUBLE"], "DOUBLE")
    connection.create_function("normal_two_sided_p", normal_two_sided_p, ["DOUBLE"], "DOUBLE")
    connection.create_function("student_quantile", student_quantile, ["DOUBLE"] * 2, "DOUBLE")
    connection.create_function("student_tail", student_tail, ["DOUBLE", "DOUBLE"], "DOUBLE")
    connection.create_function(
        "fill_template", partial(fill_template, FOLDER), ["VARCHAR"] * 6, "VARCHAR"
    )


def normal_quantile(probability: float) -> float:
    """Return a quantile of the standard normal distribution."""
    return float(special.ndtri(probability))


def normal_two_sided_p(z: float) -> float:
    """Return the two-sided p-value of a standard normal statistic."""
    return float(2 * special.ndtr(-abs(z)))


def student_tail(t: float, df: float) -> float:
    """Return the upper tail probability of Student's t; infinite df give the normal."""
    return float(special.stdtr(df, -t))


def student_quantile(probability: float, df: float) -> float:
    """Return a quantile of Student's t."""
    return float(special.stdtrit(df, probability))
