"""Models whose developer nobody names: one unknown, and no developer each."""

import numpy as np
import polars as pl
import pytest
from board_chain import ROOT, environment

from analysis_py.statistics.field.slopes import fit_slopes


def test_all_models_without_a_maker_are_of_one(warehouse):
    folder = ROOT / "models" / "statistics" / "field" / "inputs"
    sql = environment().from_string((folder / "int_field_scores.sql").read_text())
    rendered = sql.render(ref=lambda name: f"marts.{name}")
    rows = warehouse.sql(
        f"select distinct developer, organisation from ({rendered}) "
        "join marts.dim_configurations using (evaluation_id)"
    ).fetchall()
    assert None in {named for _, named in rows}
    assert all(developer == (named or "not named") for developer, named in rows)


@pytest.mark.simulation
def test_one_unknown_keeps_the_type_1_error_that_a_maker_each_does_not():
    """Ten developers with three models each are named; forty models of five others are not."""
    rng = np.random.default_rng(3)
    sizes = np.array([3] * 10 + [8] * 5)
    developer = np.repeat(np.arange(15), sizes)
    labels = {
        "one": np.where(developer < 10, developer, -1).astype(str),
        "each": np.where(developer < 10, developer, 100 + np.arange(70)).astype(str),
    }
    found, n_runs = dict.fromkeys(labels, 0), 300
    for _ in range(n_runs):
        # half of the variance of dates, and half of that of scores, is a developer's own
        years, score = rng.normal(size=(2, 15))[:, developer] + rng.normal(size=(2, 70))
        for name, label in labels.items():
            unknown = "log2_total", "log2_active", "is_open"
            known = {"developer": label, "score_pct": 50 + 5 * score, "years": 5 + years}
            rows = pl.DataFrame(known | {"n_evaluations": 1, "is_moe": False}).with_columns(
                *(pl.lit("made up").alias(key) for key in ("cohort_id", "benchmark_id")),
                *(pl.lit(None, pl.Float64).alias(one) for one in unknown),
            )
            found[name] += fit_slopes(rows).filter(model="date")["p_value"][0] < 0.05
    # 5 % with a standard error of 1.3 points
    assert found["one"] / n_runs <= 0.08
    assert found["each"] / n_runs >= 0.09
