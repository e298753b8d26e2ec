"""Ranks from paired differences: counted pair by pair, narrower than unpaired, and right."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from item_tables import LEVEL, tables_of
from made_up_answers import made_up
from scipy.stats import binomtest, t

from analysis_py.statistics.items.panel import Panel
from analysis_py.statistics.items.rank_sets import rank_sets as item_rank_sets

N_MODELS = 20


@pytest.fixture(scope="module")
def made():
    return made_up(n_models=N_MODELS, n_items=300, seed=5)


@pytest.fixture(scope="module")
def tables(made):
    return tables_of(made.answers)


def test_sets_are_those_of_looking_at_every_pair(made, tables):
    """Straight from the answers: McNemar's test by scipy where items stand alone, else t."""
    ranks = tables.table("stat_item_ranks")
    for (benchmark,), answers in made.answers.group_by("benchmark", maintain_order=True):
        wide = answers.pivot("item", index="model", values="score")
        scores = wide.drop("model").to_numpy().astype(float)
        clusters = answers.filter(model=wide["model"][0])["cluster"].to_list()
        rows = ranks.filter(benchmark_id=str(benchmark).lower())
        rows = wide.select(model_name="model").join(rows, on="model_name", maintain_order="left")
        assert rows["status"].unique().to_list() == ["ok"]
        (method,) = rows["method"].unique()
        assert method == ("exact McNemar" if clusters[0] is None else "clustered t")
        n = len(scores)
        p = np.ones((n, n))
        for i, j in combinations(range(n), 2):
            p[i, j] = p[j, i] = p_value(scores[i], scores[j], clusters)
        is_better = scores.mean(1) > scores.mean(1)[:, None]
        for suffix, n_tests in (("", n - 1), ("_simultaneous", n * (n - 1) / 2)):
            is_sure = p <= (1 - LEVEL) / n_tests
            assert (
                rows[f"rank_low{suffix}"].to_list() == (1 + (is_sure & is_better).sum(1)).tolist()
            )
            assert (
                rows[f"rank_high{suffix}"].to_list() == (n - (is_sure & ~is_better).sum(1)).tolist()
            )
        assert rows["n_tied"].to_list() == (rows["rank_high"] - rows["rank_low"]).to_list()


def p_value(a, b, clusters):
    """Return the p-value of one pair."""
    difference = a - b
    if clusters[0] is None:
        n = int((difference != 0).sum())
        return binomtest(int((difference > 0).sum()), n).pvalue if n else 1.0
    fit = sm.OLS(difference, np.ones(len(difference))).fit()
    codes = np.unique(clusters, return_inverse=True)[1]
    n = codes.max() + 1
    error = fit.get_robustcov_results("cluster", groups=codes, use_correction=False).bse[0]
    # statsmodels' own correction counts items besides
    error *= np.sqrt(n / (n - 1))
    return 2 * t.sf(abs(fit.params[0]) / error, n - 1) if error > 0 else 1.0


def test_an_evaluation_of_other_items_has_a_score_and_no_rank():
    many = made_up(n_models=60, n_items=40, seed=6).answers
    name, benchmark = many.row(0, named=True)["model"], many.row(0, named=True)["benchmark"]
    one = (pl.col("model") == name) & (pl.col("benchmark") == benchmark)
    rows = tables_of(many.with_row_index().filter(~one | (pl.col("index") > 0)).drop("index"))
    rows = rows.table("stat_item_ranks")
    left_out = rows.filter(pl.col("rank").is_null())
    assert left_out.select("benchmark_id", "model_name").rows() == [(benchmark, name)]
    assert left_out["status"].to_list() == ["answered other items than most"]
    assert rows.filter(benchmark_id=benchmark)["n_models"].drop_nulls().unique().to_list() == [59]


@pytest.mark.simulation
@pytest.mark.parametrize(("n_models", "n_items"), [(40, 100), (300, 100), (1000, 100)])
@pytest.mark.parametrize("kind", ["exact", "clustered"])
def test_where_all_are_equal_no_set_excludes_a_rank(n_models, n_items, kind):
    """All ranks are true ones then; sixty draws, three standard errors."""
    rng = np.random.default_rng([11, n_models])
    runs, held = 60, 0
    for _ in range(runs):
        chance = rng.beta(2, 1, n_items)
        clusters = None
        if kind == "clustered":
            # fifty texts of two questions, each text harder for some models than for others
            clusters = np.arange(n_items) // 2
            chance = np.clip(chance + rng.normal(0, 0.2, (n_models, 50))[:, clusters], 0.02, 0.98)
        answers = (rng.random((n_models, n_items)) < chance).astype(float)
        panel = Panel("b", (), np.arange(n_items), answers, np.arange(n_models), clusters)
        low, high = item_rank_sets(panel, LEVEL)
        held += bool((low[:, 1] == 1).all() and (high[:, 1] == n_models).all())
    assert held / runs >= LEVEL - 3 * np.sqrt(LEVEL * (1 - LEVEL) / runs)
