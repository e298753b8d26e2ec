"""What tuning changes: pairs by base and by name, makers as units, and rates in simulation."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from bringing import table_at
from item_tables import LEVEL, ItemTables
from scipy import stats
from scipy.special import expit
from statsmodels.stats.multitest import multipletests

from analysis_py.imports.item_storing import store_items
from analysis_py.statistics.items.agreement import agree_in_halves
from analysis_py.statistics.items.tuning import count_sure, fit_item_tuning, mean_by_maker
from analysis_py.statistics.numerics.contrast_tests import holm


def drawn_pairs(rng, n_makers=8, m=60, effect=0.2):
    """Return bases, tuned models and their makers, some with many pairs."""
    makers = np.repeat(np.arange(n_makers), rng.integers(1, 6, n_makers))
    base = (rng.random((len(makers), m)) < 0.3).astype(float)
    lift = effect + 0.1 * rng.standard_normal(n_makers)[makers]
    tuned = np.where(rng.random(base.shape) < np.abs(lift)[:, None], lift[:, None] > 0, base)
    return base, tuned.astype(float), makers


def frames_of(base, tuned, makers):
    """Return the frames of one benchmark, whose first thirty items are one part and two kinds."""
    n, m = base.shape
    names = [f"base {i}" for i in range(n)] + [f"tuned {i}" for i in range(n)]
    scores = np.rint(10_000 * np.vstack([base, tuned])).astype(int)
    of_b = {"benchmark_id": "b"}
    models = {"evaluation_id": names, "base_family": names, "answers": scores.tolist()}
    keys = list(range(100, 100 + m))
    items = pl.DataFrame({"benchmark_id": ["b"], "item_keys": [keys], "cluster_ids": [[None] * m]})
    ends = {"base_evaluation_id": names[:n], "tuned_evaluation_id": names[n:]}
    pairs = pl.DataFrame(of_b | ends | {"maker": [f"maker {k}" for k in makers]})
    rest = [None] * (m - 30)
    kinds = ["odd;form" if k % 2 else "form" for k in range(30)]
    described = {"item_key": keys, "part": ["first"] * 30 + rest, "kinds": kinds + rest}
    answers, described = pl.DataFrame(of_b | models), pl.DataFrame(of_b | described)
    return answers, items, pairs, described


def test_rows_are_those_of_counting_by_hand():
    base, tuned, makers = drawn_pairs(np.random.default_rng(1))
    rows = fit_item_tuning(*frames_of(base, tuned, makers), LEVEL)
    assert rows.select("aspect", "label", "n_items").rows() == [
        ("benchmark", "all", 60),
        ("part", "first", 30),
        ("kind", "form", 30),
        ("kind", "odd", 15),
    ]
    items = [np.arange(60), np.arange(30), np.arange(30), np.arange(1, 30, 2)]
    change = tuned - base
    net = np.array([100 * change[:, i].mean(1) for i in items])
    means = np.array([[of[makers == k].mean() for k in range(8)] for of in net])
    for row, of, i in zip(rows.iter_rows(named=True), means, items, strict=True):
        by_hand = stats.ttest_1samp(of, 0)
        assert row["net"] == pytest.approx(of.mean())
        assert row["std_error"] == pytest.approx(of.std(ddof=1) / np.sqrt(8))
        assert row["p_value"] == pytest.approx(by_hand.pvalue)
        assert (row["ci_low"], row["ci_high"]) == pytest.approx(by_hand.confidence_interval(LEVEL))
        assert row["gained"] == pytest.approx(100 * (change[:, i] > 0).mean())
        assert row["lost"] == pytest.approx(100 * (change[:, i] < 0).mean())
        assert row["base_pct"] == pytest.approx(100 * base[:, i].mean())
        assert (row["n_pairs"], row["n_makers"], row["status"]) == (len(makers), 8, "ok")
    against = stats.ttest_1samp((means[2:] - means[0]).T, 0)
    kinds = rows.filter(aspect="kind")
    assert kinds["against_mean"].to_list() == pytest.approx((means[2:] - means[0]).mean(1))
    for column, p in (
        ("p_adjusted", stats.ttest_1samp(means[2:].T, 0).pvalue),
        ("against_mean_p_adjusted", against.pvalue),
    ):
        assert kinds[column].to_list() == pytest.approx(multipletests(p, method="holm")[1])
    whole = rows.row(0, named=True)
    assert whole["against_mean"] is None
    assert whole["agreement_r"] is not None
    assert rows["agreement_r"][1:].is_null().all()


#: Of a model: name, training type, label of the board, declared base, and base by its own files.
MODELS = [
    ("org/Some-7B", "pretrained", "pretrained", None, None),
    ("org/Some-7B-Chat", "instruction-tuned", "chat", None, None),
    ("org/Org-Other-hf", "pretrained", "pretrained", None, None),
    ("org/Other-Instruct", "RL-tuned", "chat", None, None),
    ("me/tune", "fine-tuned", "fine-tuned", "org/Some-7B", None),
    ("me/Some-7B-chat", "instruction-tuned", "chat", None, None),
    ("org/Some-7B-chat-sft", "fine-tuned", "fine-tuned", None, None),
    ("org/Some-7B-it", "instruction-tuned", "pretrained", "org/Some-7B", None),
    ("org/Grown-7B", "pretrained", "continuously pretrained", "org/Some-7B", None),
    ("org/Grown-7B-Instruct", "instruction-tuned", "chat", "org/Grown-7B", None),
    ("mine", None, None, None, "org/Some-7B"),
    ("lonely", "fine-tuned", None, "not/here", None),
    ("plain base", None, None, None, None),
    ("plain tune", None, None, None, "plain base"),
]


def test_pairs_are_declared_or_of_one_name_and_no_label_contradicts_them():
    names = [name for name, *_ in MODELS]
    models = pl.DataFrame(
        MODELS,
        schema=[
            "model_name",
            "training_type",
            "training_type_label",
            "base_model_name",
            "base_model",
        ],
        orient="row",
    ).with_columns(evaluation_id="model_name", import_name=pl.lit("one"), base_family="model_name")
    answers = pl.DataFrame({"benchmark_id": "b", "evaluation_id": names})
    tables = ItemTables(
        int_item_answers=answers,
        item_models=models.drop("base_model"),
        stg_item_models=models.select("evaluation_id", "base_model"),
    )
    found = tables.table("int_item_tuned_pairs").sort("is_declared", "tuned_evaluation_id")
    columns = "base_evaluation_id", "tuned_evaluation_id", "maker", "is_declared"
    assert found.select(columns).rows() == [
        ("org/Org-Other-hf", "org/Other-Instruct", "org", False),
        ("org/Some-7B", "org/Some-7B-Chat", "org", False),
        ("org/Some-7B", "me/tune", "org", True),
        ("org/Some-7B", "mine", "org", True),
        ("plain base", "plain tune", "plain base", True),
    ]


def test_answers_of_ones_own_are_paired_by_the_base_that_they_name(tmp_path):
    """Five makers' bases and tuned models, of which no board knows anything."""
    rng = np.random.default_rng(8)
    path = tmp_path / "answers.csv"
    lines = ["model,benchmark,item,score,base_model,kinds"]
    for maker in "abcde":
        for name, base in (("base", ""), ("tuned", f"{maker}/base")):
            right = rng.random(40) < (0.3 if name == "base" else 0.6)
            lines += [
                f"{maker}/{name},my test,{i},{int(x)},{base},{'even' if i % 2 else 'odd;long'}"
                for i, x in enumerate(right)
            ]
    path.write_text("\n".join(lines) + "\n")
    store_items([table_at(path)], "mine", tmp_path / "imports/items")
    rows = ItemTables(tmp_path / "imports").table("stat_item_tuning")
    assert rows.select(
        "benchmark_id", "label", "n_items", "n_pairs", "n_makers", "status"
    ).rows() == [
        ("my_test", "all", 40, 5, 5, "ok"),
        ("my_test", "even", 20, 5, 5, "ok"),
        ("my_test", "long", 20, 5, 5, "ok"),
        ("my_test", "odd", 20, 5, 5, "ok"),
    ]
    assert (rows["net"] > 0).all()


def test_few_makers_make_no_error():
    base, tuned, makers = drawn_pairs(np.random.default_rng(2), n_makers=4)
    rows = fit_item_tuning(*frames_of(base, tuned, makers), LEVEL)
    assert set(rows["status"]) == {"fewer than 5 makers of bases"}
    assert rows["net"].is_not_null().all()
    assert rows["std_error"].is_null().all()
    assert rows["agreement_r"].is_null().all()
    rows = fit_item_tuning(*frames_of(base, base, np.arange(len(base))), LEVEL)
    assert set(rows["status"]) == {"makers do not differ"}


def test_sure_pairs_are_those_of_the_exact_test():
    base, tuned, _ = drawn_pairs(np.random.default_rng(3), m=200, effect=0.1)
    change = tuned - base
    better = worse = 0
    for row in change:
        gained, lost = int((row > 0).sum()), int((row < 0).sum())
        is_sure = stats.binomtest(gained, max(gained + lost, 1)).pvalue * len(change) < 0.05
        better, worse = better + (is_sure and gained > lost), worse + (is_sure and lost > gained)
    assert better > 0
    assert count_sure(change, np.arange(200), 0.05) == (better, worse)
    # five copies of each question say no more than one
    copied = np.repeat(change, 5, axis=1)
    assert count_sure(copied, np.repeat(np.arange(200), 5), 0.05) == (better, worse)


def test_kinds_raise_false_alarms_at_the_level_and_no_more():
    """Kinds whose makers share what they gain on all of them, with the signs of makers drawn."""
    rng = np.random.default_rng(4)
    n_makers, n_kinds, alarms = 16, 25, 0
    sizes = rng.integers(10, 70, n_kinds)
    for _ in range(2000):
        shared = 3 * rng.standard_normal((n_makers, 1))
        values = shared + rng.standard_t(5, (n_makers, n_kinds)) * 40 / np.sqrt(sizes)
        values *= rng.choice([-1, 1], (n_makers, 1))
        p = mean_by_maker(values, np.arange(n_makers), LEVEL)["p_value"]
        alarms += min(holm(p.tolist())) < 0.05
    assert alarms / 2000 <= 0.06


def test_agreement_is_the_mean_over_all_halves():
    rng = np.random.default_rng(5)
    m, n = 400, 8
    changes = 0.5 * rng.standard_normal(m) + rng.standard_normal((n, m))
    ease = rng.random(m)
    # difficulty is no agreement
    r, low, high = agree_in_halves(changes + 3 * ease**2, ease, np.arange(m), LEVEL)
    powers = np.vander(ease, 4)
    rest = changes - (powers @ np.linalg.lstsq(powers, changes.T, rcond=None)[0]).T
    halves = [
        np.corrcoef(rest[list(h)].mean(0), rest[[i for i in range(n) if i not in h]].mean(0))[0, 1]
        for h in combinations(range(n), n // 2)
    ]
    assert r == pytest.approx(np.mean(halves), abs=0.01)
    assert low < r < high


@pytest.mark.simulation
def test_agreement_does_not_say_whether_bases_or_tuned_models_are_alike():
    """Fourteen makers, whose bases, tuned models, both or neither share what they find hard."""
    rng = np.random.default_rng(7)
    m, n, found = 600, 14, {}
    for of_bases, of_tunes in ((0, 0), (1, 0), (0, 1), (1, 1)):
        ease, of_base, of_tuned = rng.standard_normal((3, m))
        base = expit(ease + of_bases * of_base + 0.8 * rng.standard_normal((n, m)))
        tuned = expit(ease + of_tunes * of_tuned + 0.8 * rng.standard_normal((n, m)))
        answers = (rng.random((2 * n, m)) < np.vstack([base, tuned])).astype(float)
        change = answers[n:] - answers[:n]
        r, *_ = agree_in_halves(change, answers.mean(0), np.arange(m), LEVEL)
        found[of_bases, of_tunes] = r
    assert abs(found[0, 0]) < 0.15
    assert found[1, 0] == pytest.approx(found[0, 1], abs=0.1)
    assert found[1, 1] > max(found[1, 0], found[0, 1]) > 0.2


@pytest.mark.simulation
@pytest.mark.parametrize("n_makers", [6, 16])
@pytest.mark.parametrize(("loaded", "m"), [(0.0, 400), (0.3, 400), (0.3, 60), (0.6, 200)])
def test_the_interval_of_agreement_covers(n_makers, loaded, m):
    """Makers load unequally on what is shared, have unequal noise, and items have heavy tails."""
    rng = np.random.default_rng([6, n_makers, m, int(10 * loaded)])
    noise, covered = (0.6, 0.8, 1.0, 1.4), 0
    own = np.mean(np.square(noise))
    truth = loaded**2 / ((loaded**2 * 1.25 + own) * 2 / n_makers + (1 - 2 / n_makers) * loaded**2)
    for _ in range(300):
        loads = 1 + 0.5 * rng.standard_normal((n_makers, 1))
        spread = rng.choice(noise, (n_makers, 1))
        common, apart = (rng.standard_t(5, size) / np.sqrt(5 / 3) for size in (m, (n_makers, m)))
        changes = loaded * loads * common + spread * apart
        _, low, high = agree_in_halves(changes, rng.random(m), np.arange(m), LEVEL)
        covered += low <= truth <= high
    assert covered / 300 >= 0.93
