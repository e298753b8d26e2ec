"""Per cohort and question of structure: the forecasts of models beyond its cut."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.structure.forecasts import fit_forecasts
from analysis_py.statistics.structure.questions import asked_of


def model(dbt, session):
    """Ask the questions that a population has the benchmarks for."""
    frames = asked_of(
        "forecasts",
        dbt.ref("structure_questions").pl(),
        dbt.ref("int_structure_batteries").pl(),
        dbt.ref("int_structure_scores").pl(),
        dbt.ref("int_structure_rows").pl(),
    )
    return stored(
        dbt,
        fit_forecasts,
        *frames,
        dbt.ref("printed_forecasts").pl(),
        dbt.config.get("confidence_level"),
        dbt.config.get("seed"),
    )
