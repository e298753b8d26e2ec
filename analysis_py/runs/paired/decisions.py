"""What an interval decides: a verdict and a gate."""

from math import inf

CANNOT_TELL = "cannot tell"


def judge(low: float, high: float, margin: float | None = None) -> str:
    """Return the verdict on B.

    Parameters
    ----------
    low, high : float
        Limits of B less A.
    margin : float, optional
        What is too small to matter, in the same unit.

    Returns
    -------
    str
        better, worse, equivalent, cannot tell, or better or worse by less than the margin. All its
        words are true together whenever the interval covers.

    Raises
    ------
    ValueError
        If the margin is negative or no finite number.
    """
    _check_margin(margin or 0.0)
    side = "better" if low > 0 else "worse" if high < 0 else ""
    if margin is not None and -margin < low and high < margin:
        return f"{side}, by less than the margin" if side else "equivalent"
    return side or CANNOT_TELL


def pass_gate(low: float, high: float, margin: float) -> str:
    """Return whether it holds that B is not worse by more than the margin, or fails, or neither.

    Raises
    ------
    ValueError
        If the margin is negative or no finite number.
    """
    _check_margin(margin)
    return "holds" if low > -margin else "fails" if high < -margin else CANNOT_TELL


def _check_margin(margin: float) -> None:
    if not 0 <= margin < inf:
        raise ValueError(f"a margin is a number from 0, and not {margin}")
