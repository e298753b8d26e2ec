"""One row per cohort, benchmark, factor, method and level: its letters."""

from analysis_py.statistics.comparisons.letters import fit_letters


def model(dbt, session):
    """Turn the decisions on pairs into letters of levels."""
    pairs = dbt.ref("stat_pairwise").pl()
    summaries = dbt.ref("stat_group_summaries").pl()
    return fit_letters(pairs, summaries, dbt.config.get("confidence_level"))
