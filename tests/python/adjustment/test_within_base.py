"""Training types within bases: lme4, lmerTest, clubSandwich, and data of known effects."""

import numpy as np
import polars as pl
import pytest
from family_sums import sums_of
from scipy import stats

from analysis_py.statistics.adjustment.base_contrasts import (
    FACTOR,
    base_contrasts,
    base_sums,
    prediction,
)
from analysis_py.statistics.adjustment.within_base import (
    BaseSums,
    MixedFit,
    fixed_effects,
    mixed_model,
)
from analysis_py.statistics.adjustment.within_base_simulation import WithinBaseSimulation

#: Both are linear, so only rounding may part them; relative.
EXACT = 1e-8
#: lme4 stops where its criterion is flat to 1e-9, which leaves 1e-5 of a variance open; relative.
OPTIMISED = 1e-4
#: Degrees of freedom rest on second derivatives of that criterion, taken numerically by both.
OPTIMISED_DF = 5e-3
#: A standard deviation that is 0 in one library is a small number in the other; in percent.
ZERO_SD = 0.02

COHORTS = {
    "paper_2024_01": "tests/reference/dependence/rows.csv",
    "january_2024": "tests/reference/adjustment/january.csv",
}


@pytest.fixture(scope="module")
def rows(project):
    return {
        cohort: pl.read_csv(project / path, infer_schema_length=None)
        for cohort, path in COHORTS.items()
    }


@pytest.fixture(scope="module")
def expected(project):
    path = project / "tests/reference/adjustment/within_base.csv"
    return pl.read_csv(path, null_values="NA", infer_schema_length=None).to_dicts()


@pytest.fixture(scope="module")
def ours(rows):
    found = {}
    for cohort in COHORTS:
        bases = pl.concat([sums_of(rows[cohort], FACTOR, score) for score in ("arc", "truthfulqa")])
        for row in base_contrasts(bases, 0.95, 2000, 1):
            found[cohort, row.benchmark_id, row.group_a, row.group_b, row.method] = row
    return found


def test_the_mixed_model_matches_lmertest(ours, expected):
    mixed = [row for row in expected if row["method"] != "fixed effects"]
    assert len(mixed) == 24
    for row in mixed:
        key = (row["cohort"], row["benchmark"], row["group_a"], row["group_b"], row["method"])
        mine = ours[key]
        scale = row["std_error"]
        assert mine.estimate == pytest.approx(row["estimate"], abs=OPTIMISED * scale), key
        assert mine.std_error == pytest.approx(row["std_error"], rel=OPTIMISED), key
        assert mine.df_den == pytest.approx(row["df_den"], rel=OPTIMISED_DF), key
        assert mine.p_value == pytest.approx(row["p_value"], rel=5e-3, abs=1e-9), key
        for sd in ("base_sd", "residual_sd"):
            assert getattr(mine, sd) == pytest.approx(row[sd], rel=OPTIMISED), (key, sd)
        if row["method"] == "mixed, within":
            assert mine.effect_sd == pytest.approx(row["effect_sd"], rel=1e-3, abs=ZERO_SD), key


def test_fixed_effects_match_lm_and_clubsandwich(rows, expected):
    """With independent evaluations as the working model, which is clubSandwich's."""
    fixed = [row for row in expected if row["method"] == "fixed effects"]
    assert len(fixed) == 12
    for row in fixed:
        table = sums_of(rows[row["cohort"]], FACTOR, row["benchmark"])
        mine = fixed_effects(base_sums(table, row["group_a"], row["group_b"]), 0.0, 1.0)
        assert mine.estimate == pytest.approx(row["estimate"], rel=EXACT)
        assert mine.std_error == pytest.approx(row["std_error"], rel=EXACT)
        assert mine.df == pytest.approx(row["df_den"], rel=EXACT)


def drawn(rng, sums, effect, effect_sd, base_sd, residual_sd):
    """Return the sums of a sample from the mixed model on the bases of other sums."""
    n, m = sums.n, len(sums.total)
    effects = effect + rng.normal(0, effect_sd, m)
    # a type of no evaluations has a mean that is not read
    noise = rng.normal(0, residual_sd, n.shape) / np.sqrt(np.maximum(n, 1))
    bases = rng.normal(0, base_sd, m)[:, None]
    mean = bases + effects[:, None] * (np.array([1, 0]) - sums.share[:, None]) + noise
    return BaseSums(n, mean, residual_sd**2 * rng.chisquare(sums.df_residual))


@pytest.mark.simulation
@pytest.mark.parametrize("effect_sd", [0.0, 3.0])
def test_intervals_keep_their_level_on_the_bases_of_january(rows, effect_sd):
    """Nominal 0.05; 300 samples put three standard errors at 0.038."""
    rng = np.random.default_rng(20240112)
    sums = base_sums(sums_of(rows["january_2024"], FACTOR, "arc"), "fine-tuned", "pretrained")
    rejected = {"fixed": 0, "within": 0}
    for _ in range(300):
        sample = drawn(rng, sums, 2.0, effect_sd, 9.0, 6.0)
        mixed = mixed_model(sample)
        fixed = fixed_effects(sample, mixed.effect_sd**2, mixed.residual_sd**2)
        for name, found in (("fixed", fixed), ("within", mixed.within)):
            t = abs(found.estimate - 2.0) / found.std_error
            rejected[name] += 2 * stats.t.sf(t, found.df) < 0.05
    assert all(n / 300 < 0.088 for n in rejected.values()), rejected


@pytest.mark.simulation
def test_a_prediction_interval_holds_the_difference_of_a_new_base():
    """Nominal 0.95; 300 samples put three standard errors at 0.038."""
    rng = np.random.default_rng(2)
    sums = BaseSums(rng.integers(1, 8, (40, 2)).astype(float), np.zeros((40, 2)), 1.0)
    held = 0
    for _ in range(300):
        sample = drawn(rng, sums, 1.0, 3.0, 9.0, 4.0)
        mixed = mixed_model(sample)
        low, high = prediction(mixed.within, mixed.effect_sd, 40, 0.95)
        held += low <= rng.normal(1.0, 3.0) <= high
    assert 0.91 <= held / 300 <= 0.99


@pytest.mark.simulation
@pytest.mark.parametrize("effect_sd", [0.0, 0.4, 1.5])
def test_simulated_sizes_are_as_often_as_the_methods_err(effect_sd):
    rng = np.random.default_rng(20240112)
    n = rng.geometric(0.25, (14, 2)).astype(float)
    n[0] = 60, 40  # one base that weighs most: fixed effects are then far from the nominal level
    rejected = np.zeros(2)
    design, n_samples = BaseSums(n, np.zeros(n.shape), 1.0), 600
    for _ in range(n_samples):
        sums = drawn(rng, design, 0.0, effect_sd, 1.0, 1.0)
        mixed = mixed_model(sums)
        fixed = fixed_effects(sums, mixed.effect_sd**2, mixed.residual_sd**2)
        for i, found in enumerate((fixed, mixed.within)):
            p = 2 * stats.t.sf(abs(found.estimate) / found.std_error, found.df)
            rejected[i] += p < 0.05
    truth = MixedFit(mixed.within, None, effect_sd, 1.0, 1.0)
    sizes = WithinBaseSimulation(len(n), 4000, 1, 0.05).type1_errors(sums, truth)
    for found, size in zip(rejected / n_samples, sizes, strict=True):
        error = np.sqrt(max(size * (1 - size), 1e-3) * (1 / n_samples + 1 / 4000))
        assert abs(found - size) < 3.5 * error, (found, size)


def bases(levels, base_families, n_obs, means, sum_squares=1.0):
    return pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "factor": FACTOR,
            "level": list(levels),
            "base_family": list(base_families),
            "n_obs": n_obs,
            "total_units": [
                0 if mean is None else round(1e6 * n * mean)
                for n, mean in zip(n_obs, means, strict=True)
            ],
            "sum_squares": sum_squares,
        }
    )


NO_BASE = "no base family holds both"


@pytest.mark.parametrize(
    ("levels", "families", "n_obs", "squares", "status"),
    [
        ("ab", "xy", 3, 1.0, NO_BASE),
        ("abb", "xxy", 3, 1.0, "one base family holds both"),
        ("abab", "xxyy", 1, 0.0, "no base family has two evaluations of a type"),
        ("abab", "xxyy", 2, 0.0, "no variance within base families"),
        ("ab", "xx", 0, 0.0, NO_BASE),
    ],
)
def test_what_cannot_be_compared_says_why(levels, families, n_obs, squares, status):
    means = [1.0, 2.0, 3.0, 9.0][: len(levels)] if n_obs else [None] * len(levels)
    frame = bases(levels, families, [n_obs] * len(levels), means, squares)
    pairs = base_contrasts(frame, 0.95, 200, 1)
    assert [row.status for row in pairs] == [status] * 3
    assert all(row.p_value is None for row in pairs)


def test_one_base_that_holds_most_of_the_weight_is_warned_of():
    frame = bases("ababab", "xxyyzz", [90, 90, 2, 2, 2, 2], [5.0, 3.0, 4.0, 3.0, 6.0, 4.0], 400.0)
    fixed, within, between = base_contrasts(frame, 0.95, 200, 1)
    assert fixed.largest_weight == pytest.approx(45 / 47)
    assert "96 % of the weight" in fixed.warning
    assert within.n_bases_effective >= 1
    # every base holds as many of either
    assert between.status == "all bases have one share of either type"


def test_the_table_has_sizes_where_it_has_tests():
    means = np.random.default_rng(3).normal(40, 5, 18)
    frame = bases("ab" * 9, [f"f{i // 2}" for i in range(18)], [3] * 18, means, 2.0)
    rows = {row.method: row for row in base_contrasts(frame, 0.95, 500, 1)}
    assert rows["mixed, between"].type1_error is None
    for method in ("fixed effects", "mixed, within"):
        assert 0.01 < rows[method].type1_error < 0.12
        assert rows[method].n_simulations == 500
