"""The number of items, from standard errors and from the grid of the scores."""

import math

import numpy as np
import pytest

from analysis_py.imports.contract import Score
from analysis_py.imports.item_counts import items_from_errors, items_from_grid, with_items


def scores(values, errors=None, **more):
    errors = errors or [None] * len(values)
    return [
        Score(
            model_name=str(n),
            benchmark="exam",
            score=float(value),
            std_error=error,
            file_name="f",
            row_number=n,
            **{"unit": "share"} | more,
        )
        for n, (value, error) in enumerate(zip(values, errors, strict=True))
    ]


@pytest.mark.parametrize("n", [30, 198, 1172, 14042])
@pytest.mark.parametrize("scale", [1, 100])
def test_the_errors_of_shares_tell_the_items(n, scale):
    shares = np.array([0.2, 0.51, 0.93])
    errors = np.sqrt(shares * (1 - shares) / (n - 1))
    unit = "share" if scale == 1 else "percent"
    found = items_from_errors(scores(scale * shares, list(scale * errors), unit=unit))
    assert found == n


def test_errors_that_do_not_agree_tell_nothing():
    assert items_from_errors(scores([0.5, 0.5, 0.5], [0.1, 0.01, 0.001])) is None
    assert items_from_errors(scores([0.0, 1.0], [0.0, 0.0])) is None


@pytest.mark.parametrize("n", [30, 198, 342, 990, 1267])
def test_the_grid_of_exact_shares_tells_the_items(n):
    draws = np.random.default_rng(1).integers(1, n, 40)
    assert items_from_grid([k / n for k in draws]) == n / math.gcd(n, *map(int, draws))


def test_rounding_is_no_grid():
    values = np.random.default_rng(2).random(200)
    for digits in (1, 2, 3):
        assert items_from_grid([round(v, digits) for v in values]) is None
    assert items_from_grid(list(values)) is None
    assert items_from_grid([0.5, 0.25]) is None, "two values say nothing"


def test_rounded_percentages_tell_a_small_grid():
    draws = np.random.default_rng(3).integers(1, 198, 60)
    values = [round(100 * k / 198, 2) for k in draws]
    (first, *_) = with_items(scores(values, unit="percent"))
    assert (first.n_items, first.n_items_source) == (198, "score grid")


def test_what_a_source_says_stays():
    said = scores([0.5, 0.25, 0.75], [0.05] * 3, n_items=77)
    assert with_items(said) == said
