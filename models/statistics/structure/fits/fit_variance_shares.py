"""Per cohort and question of structure: the shares of crossed groupings."""

from analysis_py.fit_cache.stored_fits import stored
from analysis_py.statistics.structure.questions import asked_of
from analysis_py.statistics.structure.shares import fit_variance_shares


def model(dbt, session):
    """Ask the questions that a population has the benchmarks for."""
    frames = asked_of(
        "shares",
        dbt.ref("structure_questions").pl(),
        dbt.ref("int_structure_batteries").pl(),
        dbt.ref("int_structure_scores").pl(),
        dbt.ref("int_structure_rows").pl(),
    )
    return stored(
        dbt,
        fit_variance_shares,
        *frames,
        dbt.config.get("confidence_level"),
    )
