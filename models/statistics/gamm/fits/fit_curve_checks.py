"""One row per cohort and benchmark: pyGAM's curve of size beside that of the paper's model."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.gamm.curve_checks import check_curves


def model(dbt, session):
    """Fit the rows that the model has used, in a fixed order."""
    members, scores = dbt.ref("int_gamm_members"), dbt.ref("int_gamm_scores")
    rows = members.join(scores, "cohort_id, evaluation_id")
    rows = rows.filter("log_parameters_b is not null and architecture is not null")
    rows = rows.order("cohort_id, benchmark_id, evaluation_id")
    columns = "cohort_id, benchmark_id, log_score, log_parameters_b, architecture"
    curves = dbt.ref("stat_gamm_curves").filter("gamm = 'size'")
    curves = curves.order("cohort_id, benchmark_id, x")
    curves = curves.project("cohort_id, benchmark_id, x, estimate")
    return load_or_fit(dbt, check_curves, rows.project(columns).pl(), curves.pl())
