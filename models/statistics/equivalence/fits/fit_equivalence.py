"""One row per cohort, benchmark, factor and pair: equivalence test and detectable difference."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.equivalence import fit_equivalence


def model(dbt, session):
    """Test for equivalence with each pair's own variances."""
    pairs = dbt.ref("stat_pairwise").filter("method = 'games_howell'").pl()
    return load_or_fit(
        dbt,
        fit_equivalence,
        pairs,
        dbt.config.get("equivalence_margin_pct"),
        dbt.config.get("confidence_level"),
        dbt.config.get("power"),
        by=None,  # the search for what is detectable ends for all pairs at once
    )
