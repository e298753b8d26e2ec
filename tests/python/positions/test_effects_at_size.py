"""Training types at one size: a regression with a column for every base family."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.adjustment.cells import TypedCells
from analysis_py.statistics.clustered.regression import clustered_regression
from analysis_py.statistics.positions.effects_at_size import fit_effects_at_size


def made(seed, n_families=40):
    """Cells of base families with models of both types, most of them, and a gap that grows."""
    rng = np.random.default_rng(seed)
    rows = []
    for family in range(n_families):
        size = float(rng.choice([0.5, 1, 3, 7, 13, 34, 70]))
        base = rng.normal(40, 8) + 4 * np.log(size)
        for level, gap in (("pretrained", 0.0), ("chat", 2 + 3 * np.log(size))):
            if rng.random() < 0.8:
                n = int(rng.integers(1, 6))
                rows.append(
                    {
                        "cohort_id": "c",
                        "benchmark_id": "b",
                        "training_type": level,
                        "architecture_family": f"a{family % 3}",
                        "parameters_b": size,
                        "base_family": f"f{family:02d}",
                        "n_obs": n,
                        "mean": base + gap + rng.normal(0, 1),
                        "sum_squares": float(n - 1),
                    }
                )
    return pl.DataFrame(rows)


def test_within_base_is_the_regression_with_every_family_in_it():
    frame = made(1)
    sizes = [1.0, 7.0, 70.0]
    rows = fit_effects_at_size(frame, sizes).filter(method="within base").to_dicts()
    both = frame.filter(pl.col("training_type").n_unique().over("base_family") == 2)
    cells = TypedCells.from_frame(both)
    family = np.unique(cells.base_family, return_inverse=True)[1]
    is_a = (cells.level == 0).astype(float)
    design = np.column_stack([is_a, is_a * cells.log_size, np.eye(family.max() + 1)[family]])
    contrasts = np.zeros((3, design.shape[1]))
    contrasts[:, 0], contrasts[:, 1] = 1, np.log(sizes)
    full = clustered_regression(design, cells.n_obs, cells.base_family, contrasts).contrasts(
        cells.mean, cells.sum_squares
    )
    assert [row["group_a"] for row in rows] == ["chat"] * 3
    for i, row in enumerate(rows):
        assert row["estimate"] == pytest.approx(full.estimate[i], abs=1e-8)
        assert row["std_error"] == pytest.approx(full.std_error[i], rel=1e-6)
        assert row["df_den"] == pytest.approx(full.df[i], rel=1e-6)
        assert row["n_clusters"] == both["base_family"].n_unique()


def test_a_gap_that_grows_with_size_is_found():
    rows = fit_effects_at_size(made(2, 200), [1.0, 70.0]).filter(method="within base")
    small, large = rows["estimate"].to_list()
    assert small == pytest.approx(2, abs=0.6)
    assert large == pytest.approx(2 + 3 * np.log(70), abs=1.0)


def test_what_cannot_be_estimated_says_why():
    frame = made(3).with_columns(base_family=pl.col("base_family") + pl.col("training_type"))
    rows = dict(fit_effects_at_size(frame, [7.0]).select("method", "status").rows())
    assert rows == {"within base": "no base family has both types", "adjusted": "ok"}
    is_small = pl.col("parameters_b") < 20
    frame = made(4).filter((pl.col("training_type") == "pretrained") | is_small)
    rows = fit_effects_at_size(frame, [7.0, 70.0]).filter(method="adjusted")
    assert rows["status"].to_list() == ["ok", "outside the sizes of chat"]
    assert rows["estimate"].is_null().to_list() == [False, True]
    assert fit_effects_at_size(made(5).filter(training_type="chat"), [7.0]).is_empty()
