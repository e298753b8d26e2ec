"""Per cohort and question of structure: the correlations it asks of."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.structure.correlations import fit_clustered_correlations
from analysis_py.statistics.structure.questions import asked_of


def model(dbt, session):
    """Ask the questions that a population has the benchmarks for."""
    frames = asked_of(
        "correlations",
        dbt.ref("structure_questions").pl(),
        dbt.ref("int_structure_batteries").pl(),
        dbt.ref("int_structure_scores").pl(),
        dbt.ref("int_structure_rows").pl(),
    )
    return stored(
        dbt,
        fit_clustered_correlations,
        *frames,
        dbt.config.get("confidence_level"),
        dbt.config.get("seed"),
    )
