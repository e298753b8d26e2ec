"""The Brown–Forsythe test of equal variances."""

from numpy.typing import ArrayLike

from analysis_py.statistics.comparisons.anova import OneWayAnova, one_way_anova


def brown_forsythe(
    n_obs: ArrayLike, mean_deviation: ArrayLike, std_dev_deviation: ArrayLike
) -> OneWayAnova:
    """Test whether groups spread equally about their medians.

    Brown and Forsythe (1974), Journal of the American Statistical Association 69, 364-367: Levene's
    test, with deviations from the median instead of the mean, which keeps its level for skewed and
    heavy-tailed responses.
    """
    return one_way_anova(n_obs, mean_deviation, std_dev_deviation)
