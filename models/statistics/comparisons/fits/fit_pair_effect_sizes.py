"""One row per cohort, benchmark, factor and pair: the standardised difference."""

from analysis_py.statistics.comparisons.effect_sizes import fit_pair_effect_sizes


def model(dbt, session):
    """Standardise the differences that the pooled comparison found."""
    pairs = dbt.ref("stat_pairwise").filter("method = 'tukey_kramer'").pl()
    summaries = dbt.ref("stat_group_summaries").pl()
    return fit_pair_effect_sizes(pairs, summaries, dbt.config.get("confidence_level"))
