"""Per cohort and question of structure: the rows of its statistic, nested."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.structure.answers import fit_structure


def model(dbt, session):
    """Ask the questions that a population has the benchmarks for."""
    return load_or_fit(
        dbt,
        fit_structure,
        dbt.ref("structure_questions").pl(),
        dbt.ref("int_structure_batteries").pl(),
        dbt.ref("int_structure_scores").pl(),
        dbt.ref("int_structure_rows").pl(),
        dbt.ref("printed_forecasts").pl(),
        dbt.config.get("confidence_level"),
        dbt.config.get("seed"),
    )
