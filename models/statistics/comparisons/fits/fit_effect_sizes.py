"""One row per cohort, benchmark, factor and measure: the share of variance between groups."""

from analysis_py.statistics.comparisons.effect_sizes import fit_effect_sizes


def model(dbt, session):
    """Put intervals to the shares of the analyses of variance."""
    anovas = dbt.ref("stat_anova").filter("method = 'classic'").pl()
    return fit_effect_sizes(anovas, dbt.config.get("confidence_level"))
