"""The analysis behind a printed table of pairs, and the contradictions within it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Flag:
    """A contradiction in a pair or in the whole table: the printed figure and the expected one.

    ``detail`` is a line that allows a check by hand.
    """

    flag: str
    group_a: str | None = None
    group_b: str | None = None
    printed: float | None = None
    expected: float | None = None
    detail: str


@dataclass(frozen=True, kw_only=True)
class RecoveredTable:
    """The analysis behind a printed table of pairs; null where the table does not determine it.

    Attributes
    ----------
    levels, mean_centred, n, n_low, n_high : list, length m
        Of the groups printed: the mean relative to the overall mean (unweighted if sizes are
        unknown), the size, and its least and greatest possible value.
    group_a, group_b, p_adjusted_published, p_adjusted : list, length n_pairs
        Of the pairs: p-values as printed and from the recovered quantities.
    n_groups : int
        Of the analysis; more than m if the table leaves out groups.
    df_low, df_high : float
        Bounds of the residual degrees of freedom.
    statistic, p_value, eta_squared : float
        Of the analysis of variance; null if a group is left out.
    n_solutions : int
        Number of sets of whole sizes that fit; 0 if none fits or there are too many to list.
    status : str
        ``ok``, or what the table does not determine and why.
    """

    levels: list[str]
    mean_centred: list[float]
    n: list[int] | None
    n_low: list[int] | None
    n_high: list[int] | None
    group_a: list[str]
    group_b: list[str]
    p_adjusted_published: list[float]
    p_adjusted: list[float] | None
    flags: list[Flag]
    n_pairs: int
    n_obs: int | None
    n_groups: int | None
    df_low: float | None
    df_high: float | None
    df_den: float | None
    mean_square_error: float | None
    statistic: float | None
    p_value: float | None
    eta_squared: float | None
    max_abs_p_difference: float | None
    n_solutions: int | None
    status: str
