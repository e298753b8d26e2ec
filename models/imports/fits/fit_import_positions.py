"""One row per cohort of a board, benchmark and evaluation of an import: where it stands there."""

from analysis_py.statistics.positions.newcomers import fit_newcomers


def model(dbt, session):
    """Fit the board's scores on size, and place the import's on the curve."""
    scores = dbt.ref("int_import_scores_placed").pl()
    return fit_newcomers(scores, dbt.config.get("confidence_level"), dbt.config.get("seed"))
