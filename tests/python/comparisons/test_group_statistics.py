"""Analysis of variance and Tukey–Kramer pairs against R on the same rows."""

import json

import numpy as np
import pytest

P_TOLERANCE = 1e-8  # absolute, for p-values above 1e-10
CI_TOLERANCE = 1e-6
#: Below this, R's TukeyHSD has no digits left; ours are proved in test_studentized_range.py.
P_FLOOR = 1e-10


def check_pairs(pairs, comparison):
    """Compare pairs with R's, which names them in the other order.

    R's TukeyHSD takes its critical value from qtukey, which stops short of the root: its intervals
    are too narrow or too wide by up to 2e-6 where standard errors are large. The intervals are
    held to the root of R's own ptukey, and the distance between the two is R's.
    """
    expected = comparison["pairs"]
    stretch = comparison["critical_value"] / comparison["critical_value_tukeyhsd"]
    assert stretch == pytest.approx(1, abs=1e-6)
    ours = {(row["group_a"], row["group_b"]): (row, 1.0) for row in pairs}
    assert len(ours) == len(expected)
    ours |= {(b, a): (row, -1.0) for (a, b), (row, _) in ours.items()}
    for row in expected:
        pair, sign = ours[(row["group_a"], row["group_b"])]
        low, high = sorted((sign * pair["ci_low"], sign * pair["ci_high"]))
        assert sign * pair["estimate"] == pytest.approx(row["estimate"], abs=CI_TOLERANCE)
        margin = stretch * (row["ci_high"] - row["ci_low"]) / 2
        assert low == pytest.approx(row["estimate"] - margin, abs=CI_TOLERANCE)
        assert high == pytest.approx(row["estimate"] + margin, abs=CI_TOLERANCE)
        if row["p_adjusted"] > P_FLOOR:
            assert pair["p_adjusted"] == pytest.approx(row["p_adjusted"], abs=P_TOLERANCE)
        else:
            # not 0 but a number, as small as it really is
            assert pair["p_adjusted"] < 1e-9


def check_anova(row, expected):
    for name in ("n_obs", "df_num", "df_den"):
        assert row[name] == expected[name]
    for name in ("statistic", "mean_square_error"):
        assert row[name] == pytest.approx(expected[name], rel=1e-9)
    # R's logarithm has no end, a double ends at 1e-308
    log10_p = np.log10(row["p_value"]) if row["p_value"] > 0 else -np.inf
    if expected["log10_p_value"] > -300:
        assert log10_p == pytest.approx(expected["log10_p_value"], rel=1e-8, abs=1e-10)
    else:
        assert log10_p < -300 * (1 - 1e-8)
    between, within = expected["sum_squares"]
    assert row["eta_squared"] == pytest.approx(between / (between + within), rel=1e-9)


def test_the_warehouse_matches_r(warehouse, project):
    """Every comparison that R made, from the published tables."""
    path = project / "tests/reference/comparisons/group_statistics/reference.json"
    made = json.loads(path.read_text())["comparisons"]
    assert len(made) == 72
    for key, expected in made.items():
        anova, pairs = (
            warehouse.sql(
                f"from statistics.{table} where method = '{method}' "
                "and cohort_id = ? and benchmark_id = ? and factor = ?",
                params=key.split(" "),
            ).pl()
            for table, method in (("stat_anova", "classic"), ("stat_pairwise", "tukey_kramer"))
        )
        check_anova(anova.to_dicts()[0], expected)
        check_pairs(pairs.to_dicts(), expected)
