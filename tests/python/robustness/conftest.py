"""Rows of two sides that the tests of specifications share."""

import numpy as np
import pytest
from specification_cells import simulate


@pytest.fixture(scope="module")
def rows():
    return simulate(np.random.default_rng(11), effect=2.0, spread=3.0)
