"""Functions that SQL of this project calls and DuckDB lacks."""

from duckdb import DuckDBPyConnection
from scipy import special

from analysis_py.dbt.sentences import fill_template


def register(connection: DuckDBPyConnection) -> None:
    """Let SQL of a connection call the functions below by their names."""
    connection.create_function("normal_quantile", normal_quantile, ["DOUBLE"], "DOUBLE")
    connection.create_function("normal_two_sided_p", normal_two_sided_p, ["DOUBLE"], "DOUBLE")
    connection.create_function("student_quantile", student_quantile, ["DOUBLE"] * 2, "DOUBLE")
    connection.create_function("student_tail", student_tail, ["DOUBLE", "DOUBLE"], "DOUBLE")
    connection.create_function(
        "fill_template",
        fill_template,
        ["VARCHAR", "VARCHAR", "VARCHAR"],
        "VARCHAR",
    )


def normal_quantile(probability: float) -> float:
    """Return the value that a standard normal stays below with a probability."""
    return float(special.ndtri(probability))


def normal_two_sided_p(z: float) -> float:
    """Return the probability that a standard normal lies as far from 0 as a value, or farther."""
    return float(2 * special.ndtr(-abs(z)))


def student_tail(t: float, df: float) -> float:
    """Return the probability that Student's t exceeds a value; of infinite df a normal's."""
    return float(special.stdtr(df, -t))


def student_quantile(probability: float, df: float) -> float:
    """Return the value that Student's t stays below with a probability."""
    return float(special.stdtrit(df, probability))
