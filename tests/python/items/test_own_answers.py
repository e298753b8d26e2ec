"""A user's own answers beside the committed ones: every table of items is made of both."""

import numpy as np
import polars as pl
import pytest
from board_chain import ROOT
from bringing import keep
from harness_logs import ARC, GSM8K, MC2, write_run
from item_tables import ItemTables, broken_promises, tables_of

from analysis_py.imports.item_storing import own_answers

pytestmark = [pytest.mark.chain, pytest.mark.long]


@pytest.fixture(autouse=True)
def committed(place):
    """Lay the committed answers beside those of a test."""
    (place / "imports/items").mkdir(parents=True)
    (place / "imports/items/zeroeval").symlink_to(ROOT / "data/items/zeroeval")


def facts_of(folder):
    """Return what a board would know of the models; the user's two are one family of one size."""
    names = pl.concat(
        pl.read_parquet(path).select("model_name", "import_name")
        for path in sorted(folder.glob("items/*/models.parquet"))
    )
    return names.select(
        evaluation_id=pl.int_range(pl.len()).cast(pl.String),
        snapshot_id=pl.lit("now"),
        model_name="model_name",
        parameters_b=pl.when(import_name="zeroeval")
        .then(pl.int_range(pl.len()) % 5 * 10.0 + 1)
        .otherwise(7.0),
        base_family=pl.when(import_name="zeroeval").then("model_name").otherwise(pl.lit("Mine")),
        is_base_family_resolved=True,
        is_preferred_evaluation=True,
    )


def tables_of_both(imports):
    """Return the tables of the committed answers and the user's, which keep all their promises."""
    days = pl.DataFrame({"snapshot_id": ["now"], "is_import": False})
    days = days.with_columns(taken_on=pl.date(2025, 1, 1))
    tables = ItemTables(imports, fct_evaluations=facts_of(imports), dim_snapshots=days)
    assert broken_promises(tables) == {}
    return tables


def runs(place, n_gsm8k=1319, **options):
    for n, model in enumerate(("me/small-1b", "me/large-7b")):
        tasks = {
            GSM8K: (
                n_gsm8k,
                {
                    ("exact_match", "strict-match"): lambda i, n=n: float(i % (3 - n) == 0),
                    ("exact_match", "flexible-extract"): lambda i: 1.0,
                },
            ),
            ARC: (
                60,
                {
                    ("acc", "none"): lambda i, n=n: float(i % 5 > 2 - n),
                    ("acc_norm", "none"): lambda i, n=n: float(i % 7 > 3 - n),
                },
            ),
            MC2: (30, {("acc", "none"): lambda i, n=n: (i % 10 + n) / 10}),
        }
        write_run(place / "runs", model, tasks, **options)
    return place / "runs"


@pytest.mark.fault("builds")
def test_samples_of_two_models_are_answers_to_the_items_that_are_there(place):
    said = keep(runs(place))
    assert "answers     5,576: 2,818 used, 2,758 kept but not used, 0" in said
    assert "2,638 kept but not used: gsm8k, by exact_match,flexible-extract" in said
    assert "120 kept but not used: arc_challenge, by acc, where the benchmark is" in said
    kept = pl.read_parquet(place / "imports/items/mine/results/*/*.parquet")
    assert dict(kept.group_by("benchmark_id").len().rows()) == {
        GSM8K: 2 * 1319, ARC: 2 * 60, MC2: 2 * 30
    }  # fmt: skip
    tables = tables_of_both(place / "imports")
    items = dict(tables.table("item_sums").group_by("benchmark_id").len().rows())
    assert items[GSM8K] == 1319
    quality = tables.table("stat_item_quality").filter(benchmark_id=GSM8K).to_dicts()
    assert [(row["n_items"], row["n_evaluations"]) for row in quality] == [(1319, 42)]


@pytest.mark.fault("builds")
def test_where_a_step_on_items_fails_the_build_says_whose_answers_it_reads(place):
    keep(runs(place, limit=4))
    items = place / "imports/items"
    said = own_answers("model.fit_item_ranks: item gsm8k-main-test-#3 has no cluster", items)
    assert "zeroeval (" in said
    assert "mine (me/large-7b and 1 more, item gsm8k-main-test-#3)" in said
    assert "item" not in own_answers("model.fit_item_ranks", items).partition("mine (")[2][:30]
    assert own_answers("model.stat_anova", items) is None
    assert own_answers("model.fit_item_ranks", place / "nothing") is None


def odd_answers(rng):
    """Return answers as no board has them: few, alike, in parts, with gaps, of one size or none."""
    n_models = int(rng.integers(1, 14))
    sizes = rng.choice([1.0, 7.0, 7.0, 70.0, None], n_models)
    families = rng.integers(0, rng.integers(1, n_models + 1), n_models)
    rows = []
    for kind in ("gaps", *rng.choice(["binary", "right", "wrong", "graded", "alike"], 2, False)):
        n_items, is_clustered = int(rng.choice([1, 2, 3, 6, 20, 60])), rng.random() < 0.4
        easy = rng.random(n_items)
        for m in np.flatnonzero(rng.random(n_models) > 0.15):
            score = {
                "right": np.ones(n_items),
                "wrong": np.zeros(n_items),
                "graded": rng.random(n_items).round(2),
                "alike": np.arange(n_items) % 2.0,
            }.get(kind, (rng.random(n_items) < easy).astype(float))
            for i in np.flatnonzero(rng.random(n_items) < (0.3 if kind == "gaps" else 1)):
                cluster = f"c{i // 3}" if is_clustered else None
                rows.append((f"m{m}", kind, str(i), score[i], cluster, sizes[m], f"f{families[m]}"))
    columns = ("model", "benchmark", "item", "score", "cluster", "parameters_b", "base_family")
    schema = dict.fromkeys(columns, pl.String) | {"score": pl.Float64, "parameters_b": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.fault("zoo")
def test_odd_answers_have_a_status_and_end_no_build():
    rng = np.random.default_rng(20240112)
    for _ in range(20):
        assert broken_promises(tables_of(odd_answers(rng))) == {}
