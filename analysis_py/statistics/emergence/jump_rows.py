"""The test of a jump as a row, or why there is none."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.emergence.jump_tests import jump_test
from analysis_py.statistics.emergence.rows import JumpTestRow
from analysis_py.statistics.emergence.shapes import inner_sizes
from analysis_py.statistics.rows import with_nulls

#: Fewer base families, or fewer sizes, cannot tell the shapes apart.
MIN_ROWS = 30
MIN_SIZES = 10


class _Known(TypedDict):
    """The keys and inputs of a test, as fields of a row."""

    predictor: str
    n_obs: int
    n_values: int


def cannot_judge(x: NDArray[np.float64], y: NDArray[np.float64], what: str = "size") -> str | None:
    """Return why an ability cannot be judged by a property of the models, or None."""
    if len(x) < MIN_ROWS:
        return f"fewer than {MIN_ROWS} base families of known {what}"
    if len(np.unique(x)) < MIN_SIZES:
        return f"fewer than {MIN_SIZES} {'sizes' if what == 'size' else f'values of {what}'}"
    if len(inner_sizes(x)) < 3:
        return f"nearly all base families share a {what}"
    if np.ptp(y) == 0:
        return "all scores are equal"
    return None


def jump_row(
    predictor: str,
    what: str,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    n_samples: int,
    alpha: float,
    seed: list[int],
) -> JumpTestRow:
    """Test a jump over a property of the models.

    Parameters
    ----------
    predictor, what : str
        The property as a column, and in words.
    x, y : ndarray, shape (n,)
        Its logarithm, ascending, and the score.
    n_samples, alpha
        As for :func:`~analysis_py.statistics.emergence.jump_tests.jump_test`.
    seed : list of int
    """
    known: _Known = {"predictor": predictor, "n_obs": len(x), "n_values": len(np.unique(x))}
    if problem := cannot_judge(x, y, what):
        return with_nulls(JumpTestRow, **known, status=problem)
    test = jump_test(x, y, n_samples, alpha, np.random.default_rng(seed))
    return JumpTestRow(
        **known,
        gain=test.gain,
        best_gradual=test.best_gradual,
        p_value=test.p_value,
        critical_p=test.critical_p,
        is_found=test.is_found,
        false_alarm_rate=test.false_alarm_rate,
        jump=test.jump,
        power_at_jump=test.power_at_jump,
        status="ok",
    )
