"""Holm's adjustment, against statsmodels."""

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from analysis_py.statistics.numerics.contrast_tests import holm


@pytest.mark.parametrize("n", [1, 2, 7, 40])
@pytest.mark.long
def test_holm_matches_statsmodels(n):
    p = np.round(np.random.default_rng(n).uniform(0, 0.3, n) ** 3, 4).tolist()
    assert holm(p) == pytest.approx(list(multipletests(p, method="holm")[1]), rel=1e-12)


def test_what_was_not_tested_counts_for_nothing():
    assert holm([None, 0.02, None, 0.01]) == pytest.approx([None, 0.02, None, 0.02])
    assert holm([None]) == [None]
    assert holm([]) == []
