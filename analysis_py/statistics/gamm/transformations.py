"""Scales of a score in percent: log, logit, share of the way from chance, and percent."""

import numpy as np

SCORE_SCALES = ("log", "logit", "chance_corrected", "raw", "raw_nonzero")


def chance_corrected(score_pct: np.ndarray, chance_pct: float) -> np.ndarray:
    """Return the share of the way from chance to a perfect score; below 0 for worse than chance.

    The macro of the same name says it in SQL. It is linear in the score, so no zero and no order
    is lost: what is below chance stays there, and ties are only those of the score.

    Parameters
    ----------
    score_pct : ndarray, shape (n,)
    chance_pct : float
        What guessing scores, below 100.
    """
    return (score_pct - chance_pct) / (100 - chance_pct)


def on_scale(
    score_pct: np.ndarray, score_scale: str, n_items: int, chance_pct: float
) -> np.ndarray:
    """Transform scores in percent.

    Parameters
    ----------
    score_pct : ndarray, shape (n,)
    score_scale : str
        ``log``: natural log of the percentage, NaN at 0. ``logit``: of ``(x m + 1/2) / (m + 1)``
        with x the share and m the number of items, which keeps 0 and 100 finite (Haldane 1956,
        Anscombe 1956). ``chance_corrected``: see
        :func:`chance_corrected`. ``raw``: percent.
        ``raw_nonzero``: percent, NaN at 0, so that it differs from ``log`` by the scale alone and
        from ``raw`` by the rows alone.

    Raises
    ------
    ValueError
        If the scale is none of these.
    """
    score_pct = np.asarray(score_pct, dtype=float)
    if score_scale == "log":
        return np.where(score_pct > 0, np.log(np.where(score_pct > 0, score_pct, 1.0)), np.nan)
    if score_scale == "logit":
        share = (score_pct / 100 * n_items + 0.5) / (n_items + 1)
        return np.log(share) - np.log1p(-share)
    if score_scale == "chance_corrected":
        return chance_corrected(score_pct, chance_pct)
    if score_scale == "raw":
        return score_pct
    if score_scale == "raw_nonzero":
        return np.where(score_pct > 0, score_pct, np.nan)
    raise ValueError(f"Unknown scale {score_scale!r}; the scales are {', '.join(SCORE_SCALES)}")


def unknown_input(score_scale: str, n_items: int | None, chance_pct: float | None) -> str | None:
    """Return what nobody knows of a benchmark that a scale needs, or None."""
    if score_scale == "logit" and n_items is None:
        return "number of items unknown"
    if score_scale == "chance_corrected" and chance_pct is None:
        return "no chance level"
    return None
