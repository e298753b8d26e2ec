"""One row per cohort, benchmark and scale of the score: whether the ability emerges with size."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.emergence.verdicts import fit_emergence


def model(dbt, session):
    """Judge on base families."""
    families = dbt.ref("int_base_family_scores_averaged").pl()
    sizes = dbt.config.get("n_samples"), dbt.config.get("cut_quantile")
    cuts = dbt.ref("int_forecast_cuts_claimed").pl()
    settings = dbt.config.get("confidence_level"), dbt.config.get("seed")
    return load_or_fit(dbt, fit_emergence, families, *sizes, *settings, cuts["cut_b"].to_list())
