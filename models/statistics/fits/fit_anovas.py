"""One row per cohort, benchmark and factor: its analysis of variance and all pairs."""

from analysis_py.anova import fit_anovas


def model(dbt, session):
    """Fit on the group summaries; the rows never leave SQL."""
    summaries = dbt.ref("stat_group_summaries").pl()
    return fit_anovas(summaries, dbt.config.get("confidence_level"))
