"""The Brown–Forsythe test of equal variances."""

from numpy.typing import ArrayLike

from analysis_py.statistics.comparisons.anova import OneWayAnova, one_way_anova


def brown_forsythe(
    n_obs: ArrayLike, mean_deviation: ArrayLike, std_dev_deviation: ArrayLike
) -> OneWayAnova:
    """Test whether groups spread equally about their medians.

    Parameters
    ----------
    n_obs : array_like of int, shape (k,)
        Size of each group, at least 2: the deviation of a single row from itself says nothing.
    mean_deviation, std_dev_deviation : array_like, shape (k,)
        Mean and sample standard deviation of the absolute deviations from the group's median.

    Returns
    -------
    OneWayAnova
        The analysis of variance of the absolute deviations. Its shares of variance are those of
        the deviations, not of the response.

    Raises
    ------
    ValueError
        If the deviations cannot be compared, such as where they do not vary.

    Notes
    -----
    Brown and Forsythe (1974), Journal of the American Statistical Association 69, 364-367: Levene's
    test, with deviations from the median instead of the mean, which keeps its level for skewed and
    heavy-tailed responses.
    """
    return one_way_anova(n_obs, mean_deviation, std_dev_deviation)
