"""One row per cohort of a board, benchmark and evaluation of an import: where it stands there."""

from analysis_py.statistics.positions.placement import fit_import_places


def model(dbt, session):
    """Fit the board's scores on size, and place the import's on the curve."""
    scores = dbt.ref("int_import_scores_placed").pl()
    return fit_import_places(scores, dbt.config.get("confidence_level"), dbt.config.get("seed"))
