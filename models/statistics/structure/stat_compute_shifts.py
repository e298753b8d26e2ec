"""Per cohort and question of structure: the lead of later models at equal compute."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.structure.questions import asked_of
from analysis_py.statistics.structure.shifts import fit_shifts


def model(dbt, session):
    """Ask the questions that a population has the benchmarks for."""
    frames = asked_of(
        "shifts",
        dbt.ref("structure_questions").pl(),
        dbt.ref("int_structure_batteries").pl(),
        dbt.ref("int_structure_scores").pl(),
        dbt.ref("int_structure_rows").pl(),
    )
    return stored(
        dbt,
        fit_shifts,
        *frames,
        dbt.config.get("confidence_level"),
        dbt.config.get("seed"),
    )
