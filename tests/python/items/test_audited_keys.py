"""Suspect items of the committed answers, against an audit of MMLU-Pro and keys changed later."""

import dataclasses

import numpy as np
import polars as pl
import pytest
from board_chain import ROOT
from item_tables import ItemTables
from scipy.stats import rankdata

from analysis_py.statistics.items.flag_calibration import calibrated, cross_fit, expected_fdr
from analysis_py.statistics.items.key_evidence import weigh_letters, weigh_right_wrong
from analysis_py.statistics.items.key_panel import KeyPanel
from analysis_py.statistics.items.panel import numbers
from analysis_py.statistics.items.suspects import choose_panel

pytestmark = pytest.mark.committed

MMLU_PRO = "mmlu_pro_cot"
#: How names of the models of each maker but Google begin, without an organisation.
MAKERS = (
    ("yi-",), ("c4ai",), ("llama-2",), ("meta-llama-3",), ("mistral", "mixtral", "mathstral"),
    ("qwen",), ("jamba",), ("phi",),
)  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    return ItemTables(ROOT / "data")


@pytest.fixture(scope="module")
def audited(tables):
    """Return the panel of MMLU-Pro with its audit, and the names of its models."""
    (facts,) = tables.table("int_item_facts").filter(benchmark_id=MMLU_PRO).to_dicts()
    rows = tables.table("int_item_choices").filter(benchmark_id=MMLU_PRO)
    rows = rows.join(tables.table("item_models"), on="evaluation_id").sort("evaluation_id")
    right = np.array(rows["scores"].to_list(), dtype=float) / 10_000
    kept = choose_panel(rows, right)
    panel = KeyPanel(
        right,
        np.nan_to_num(np.array(rows["choices"].to_list(), dtype=float), nan=-1).astype(int),
        np.array(facts["n_options"]),
        numbers(rows["base_family"]),
        numbers(pl.Series(facts["parts"])),
        np.array(facts["is_flagged"], dtype=float),
    )
    return anew(panel, kept), rows["model_name"].gather(kept).to_list()


def anew(panel, kept):
    """Return the panel of some models, with families numbered from 0."""
    panel = panel.of_models(kept)
    return dataclasses.replace(panel, families=numbers(pl.Series(panel.families)))


def area(evidence, is_flagged):
    """Return the area under the curve, and the labels in the order of the evidence."""
    judged = ~np.isnan(is_flagged)
    x, y = evidence[judged], is_flagged[judged]
    n, n_sound = (y == 1).sum(), (y == 0).sum()
    value = (rankdata(x)[y == 1].sum() - n * (n + 1) / 2) / (n * n_sound)
    return value, y[np.argsort(-x, kind="stable")]


def test_letters_find_what_an_audit_flags(audited):
    value, labels = area(weigh_letters(audited[0]).log_bayes_factor, audited[0].is_flagged)
    # docs/items.md says so
    assert value == pytest.approx(0.86, abs=0.005)
    assert labels[:100].sum() == pytest.approx(74, abs=1)


def test_right_and_wrong_find_most_of_it(audited):
    panel = dataclasses.replace(audited[0], chosen=None)
    value, labels = area(weigh_right_wrong(panel).log_bayes_factor, panel.is_flagged)
    assert value == pytest.approx(0.85, abs=0.005)
    assert labels[:100].sum() == pytest.approx(65, abs=1)


@pytest.mark.simulation
@pytest.mark.parametrize("maker", MAKERS, ids=lambda each: each[0])
def test_no_maker_but_one_is_needed(audited, maker):
    panel, names = audited
    others = [not name.lower().rpartition("/")[2].startswith(maker) for name in names]
    assert not all(others)
    assert (
        area(weigh_letters(anew(panel, np.array(others))).log_bayes_factor, panel.is_flagged)[0]
        >= 0.85
    )


@pytest.mark.parametrize("weigh", [weigh_letters, weigh_right_wrong])
def test_stated_rates_come_true_on_subjects_left_out(audited, weigh):
    panel = audited[0]
    factor = weigh(panel).log_bayes_factor
    p = calibrated(cross_fit(factor, panel.is_flagged, panel.parts), factor)
    fdr, sound = expected_fdr(p[panel.is_judged]), panel.is_flagged[panel.is_judged] == 0
    for stated in (0.4, 0.5, 0.6):
        assert sound[fdr <= stated].mean() == pytest.approx(stated, abs=0.05)


def test_rates_below_are_published_with_their_intervals(warehouse):
    rows = warehouse.table("statistics.stat_item_calibration").pl().filter("is_calibrated")
    assert set(rows["benchmark_id"]) == {MMLU_PRO}
    below = rows.filter(pl.col("stated").is_in([0.25, 0.3]))
    assert below.height == 2
    assert (below["ci_low"] <= below["stated"]).all()
    assert (below["ci_high"] >= below["stated"]).all()


def test_with_the_first_keys_the_proposed_ones_are_the_later_ones(tables):
    items = tables.table("stg_items").filter(benchmark_id=MMLU_PRO)
    first = items.with_columns(key="first_key", is_flagged=None, audit=pl.lit(None, pl.String))
    results = tables.table("stg_item_results").filter(benchmark_id=MMLU_PRO)
    results = results.join(first, on="item_key").with_columns(
        score=10_000 * (pl.col("answer") == pl.col("key")).fill_null(False).cast(pl.Int64)
    )
    results = results.select(tables.table("stg_item_results").columns)
    names = ("stg_item_models", "stg_item_evaluations")
    given = {name: tables.table(name) for name in names}
    found = ItemTables(stg_items=first, stg_item_results=results, **given)
    rows = found.table("stat_item_suspects").join(items, on="item_key").sort("item_key")
    changed = rows["key"] != rows["first_key"]
    assert changed.sum() == 33
    evidence = rows["log_bayes_factor"].to_numpy()
    assert area(evidence, changed.cast(pl.Float64).to_numpy())[0] >= 0.88
    agreed = rows.filter(changed)
    assert (agreed["proposed_answer"] == agreed["key"]).sum() >= 25


def test_nothing_is_called_suspect_where_nothing_says_what_the_evidence_is_worth(warehouse):
    quality = "select benchmark_id, status from statistics.stat_item_quality"
    rows = dict(warehouse.sql(quality).fetchall())
    assert rows["ifeval_prompts_openllm_v2"] == "no key"
    assert rows["musr_openllm_v2"] == "measures more than one thing: no suspects"
    assert rows["arc_challenge_openllm_v2"] == "scored by likelihood: order only"
    assert rows["legalbench_helm_lite"] == "no audit of its keys: order only"
    suspects = warehouse.table("statistics.stat_item_suspects").pl().filter("is_suspect")
    kinds = dict(suspects.group_by("benchmark_id").agg(pl.col("kind").first()).iter_rows())
    assert kinds.pop(MMLU_PRO) == "options"
    assert set(kinds.values()) == {"open"}
    assert rows["gsm8k"] == "ok"
