"""Per cohort and question of structure: the dimensions of its battery."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.structure.components import fit_components
from analysis_py.statistics.structure.questions import asked_of


def model(dbt, session):
    """Ask the questions that a population has the benchmarks for."""
    frames = asked_of(
        "components",
        dbt.ref("structure_questions").pl(),
        dbt.ref("int_structure_batteries").pl(),
        dbt.ref("int_structure_scores").pl(),
        dbt.ref("int_structure_rows").pl(),
    )
    return stored(
        dbt,
        fit_components,
        *frames,
        dbt.config.get("confidence_level"),
        dbt.config.get("seed"),
    )
