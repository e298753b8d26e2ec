"""Suspect items of every benchmark: their evidence, and what of it may be called a probability."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.items.flag_calibration import expected_fdr
from analysis_py.statistics.items.flagging import (
    ABLE_SHARE,
    ability_agreement,
    find_probabilities,
    has_audit,
    weigh,
)
from analysis_py.statistics.items.key_evidence import Evidence
from analysis_py.statistics.items.key_panel import KeyPanel
from analysis_py.statistics.items.logistic import FULL_MARKS
from analysis_py.statistics.items.panel import numbers
from analysis_py.statistics.numerics.tolerances import EQUAL_PLACES

FEWEST_EVALUATIONS = 10
FEWEST_ITEMS = 5
#: The panel: so many of the ablest, and so many of a family.
MOST_EVALUATIONS, MOST_OF_FAMILY = 28, 3
#: Of fewer items two models may well have the same answers.
_FEWEST_TO_COMPARE = 100
#: Where ranks of ability and score agree less, items measure more than one thing.
LEAST_AGREEMENT = 0.95
#: Options chosen are weighed where so many answers of the panel are known.
_LEAST_KNOWN = 0.5
#: Rates at which an audit is asked whether what is stated comes true.
STATED = 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6
OWN_POSTERIOR = "its own posterior"

_NUMBERS, _WHOLES = pl.List(pl.Float64), pl.List(pl.Int64)
_RATE = {"is_calibrated": pl.Boolean, "n_flagged": pl.Int64}
_RATE |= dict.fromkeys(("stated", "realised", "ci_low", "ci_high"), pl.Float64)
_SCHEMA = (
    dict.fromkeys(("benchmark_id", "kind", "evidence", "calibrated_by", "status"), pl.String())
    | dict.fromkeys(("n_evaluations", "n_panel", "n_clusters"), pl.Int64())
    | dict.fromkeys(("rank_correlation", "fdr_limit"), pl.Float64())
    | dict.fromkeys(("item_key", "place", "proposal"), _WHOLES)
    | dict.fromkeys(("share_right", "share_right_able"), _NUMBERS)
    | dict.fromkeys(("log_bayes_factor", "p_flagged", "fdr"), _NUMBERS)
    | {
        "p_without": pl.List(
            pl.Struct({"base_family": pl.String, "p_flagged": _NUMBERS, "p_held": _NUMBERS})
        )
    }
    | {"calibration": pl.List(pl.Struct(_RATE))}
)


@dataclass(frozen=True)
class _Benchmark:
    """What is known of the items, all scores, and the panel with the names of its families."""

    facts: dict[str, Any]
    right: FloatArray
    panel: KeyPanel
    families: list[str]


def fit_item_suspects(
    choices: pl.DataFrame,
    facts: pl.DataFrame,
    fdr: float,
    audit_fdr: float,
    confidence_level: float,
) -> pl.DataFrame:
    """Look for wrong keys on every benchmark.

    Parameters
    ----------
    choices : polars.DataFrame
        One row per benchmark and evaluation: ``benchmark_id``, ``evaluation_id``,
        ``base_family`` (its line of models where that is known), and lists over items: ``scores``
        in ten-thousandths and ``choices`` (0 the printed key), null where missing.
    facts : polars.DataFrame
        One row per benchmark: ``benchmark_id``, ``kind``, ``scored_by``, ``audit``, and lists over
        items: ``item_keys``, ``parts``, ``n_options``, ``is_flagged``.
    fdr, audit_fdr : float
        Expected share of sound items among those that are flagged: by the model's own posterior,
        and as calibrated by an audit.
    confidence_level : float
        Of the intervals of realised rates.

    Returns
    -------
    polars.DataFrame
        One row per benchmark, with lists over items, of the probabilities without each family, and
        of stated and realised rates.
    """
    rows = []
    for of_items in facts.sort("benchmark_id").iter_rows(named=True):
        answers = choices.filter(benchmark_id=of_items["benchmark_id"]).sort("evaluation_id")
        rows.append(_judge(_gather(answers, of_items), fdr, audit_fdr, confidence_level))
    return pl.DataFrame(rows, schema=_SCHEMA)


def _gather(answers: pl.DataFrame, facts: dict[str, Any]) -> _Benchmark:
    m = len(facts["item_keys"])
    right = _table(answers["scores"], m) / FULL_MARKS
    panel = choose_panel(answers, right)
    families = answers["base_family"].gather(panel)
    options = pl.Series(facts["n_options"], dtype=pl.Int64).fill_null(0).to_numpy()
    chosen = np.nan_to_num(_table(answers["choices"].gather(panel), m), nan=-1).astype(int)
    is_known = (options > 1).all() and (chosen >= 0).sum() >= _LEAST_KNOWN * chosen.size
    return _Benchmark(
        facts,
        right,
        KeyPanel(
            right[panel],
            chosen if is_known else None,
            np.zeros_like(options) if facts["kind"] == "open" else options,
            numbers(families),
            numbers(pl.Series(facts["parts"], dtype=pl.String).fill_null("")),
            pl.Series(facts["is_flagged"], dtype=pl.Boolean).cast(pl.Float64).to_numpy(),
        ),
        sorted(families.unique()),
    )


def _table(lists: pl.Series, m: int) -> FloatArray:
    """Return lists as a table, NaN where a value is missing."""
    whole = [[None] * m if each is None else each for each in lists]
    return np.array(whole, dtype=float).reshape(len(lists), m)


def choose_panel(answers: pl.DataFrame, right: FloatArray) -> IntArray:
    """Return the places of the ablest, few of a family; the same answers twice count once."""
    share = pl.Series(_means(right, 1), dtype=pl.Float64)
    placed = answers.with_row_index("place").with_columns(share=share)
    if right.shape[1] >= _FEWEST_TO_COMPARE:
        placed = placed.unique(["scores", "choices"], keep="first", maintain_order=True)
    placed = placed.sort("share", descending=True, maintain_order=True)
    few = placed.filter(pl.int_range(pl.len()).over("base_family") < MOST_OF_FAMILY)
    return few.head(MOST_EVALUATIONS)["place"].sort().to_numpy()


def _means(right: FloatArray, axis: int) -> list[float | None]:
    """Return means of what is there, None where nothing is."""
    has = ~np.isnan(right)
    n, total = has.sum(axis), np.where(has, right, 0.0).sum(axis)
    return [float(t / k) if k else None for t, k in zip(total, n, strict=True)]


def _judge(
    given: _Benchmark, fdr: float, audit_fdr: float, confidence_level: float
) -> dict[str, Any]:
    """Return the row of one benchmark."""
    panel, facts = given.panel, given.facts
    row: dict[str, Any] = dict.fromkeys(_SCHEMA) | {"calibration": [], "p_without": []}
    row |= {"benchmark_id": facts["benchmark_id"], "kind": facts["kind"]}
    row |= {"n_evaluations": len(given.right), "n_panel": len(panel.right)}
    row |= {"n_clusters": len(given.families), "item_key": facts["item_keys"]}
    row["share_right"] = _means(given.right, 0)
    if problem := _cannot_weigh(given):
        return row | {"status": problem}
    n_able = max(3, int(len(given.right) * ABLE_SHARE))
    ablest = np.argsort(-np.nanmean(given.right, 1), kind="stable")[:n_able]
    row["share_right_able"] = _means(given.right[ablest], 0)
    row["rank_correlation"] = ability_agreement(given.right)
    if row["rank_correlation"] < LEAST_AGREEMENT:
        return row | {"status": "measures more than one thing: no suspects"}
    evidence = weigh(panel)
    row["log_bayes_factor"] = evidence.log_bayes_factor.tolist()
    factor = evidence.log_bayes_factor.round(EQUAL_PLACES)
    row["place"] = stats.rankdata(-factor, "ordinal").tolist()
    row["evidence"] = "right or wrong"
    if evidence.proposal is not None:
        row |= {"evidence": "letters", "proposal": evidence.proposal.tolist()}
    if problem := _cannot_state(given):
        return row | {"status": problem}
    probabilities = find_probabilities(panel, evidence)
    row |= {"calibrated_by": OWN_POSTERIOR, "fdr_limit": fdr}
    if has_audit(panel):
        row |= {"calibrated_by": facts["audit"], "fdr_limit": audit_fdr}
        row["calibration"] = _calibration(panel, evidence, probabilities.own, confidence_level)
    row |= {
        "p_flagged": probabilities.own.tolist(),
        "fdr": expected_fdr(probabilities.own).tolist(),
    }
    row["p_without"] = [
        {
            "base_family": name,
            "p_flagged": p.tolist(),
            "p_held": None if np.isnan(held).any() else held.tolist(),
        }
        for name, p, held in zip(
            given.families, probabilities.without, probabilities.without_held, strict=True
        )
        if not np.isnan(p).any()
    ]
    return row | {"status": "ok"}


def _cannot_weigh(given: _Benchmark) -> str | None:
    n, m = given.panel.right.shape
    if given.facts["kind"] == "checked":
        return "no key"
    if n < FEWEST_EVALUATIONS:
        return f"fewer than {FEWEST_EVALUATIONS} evaluations, at most three of a family"
    if m < FEWEST_ITEMS:
        return f"fewer than {FEWEST_ITEMS} items"
    if not np.isin(given.right[~np.isnan(given.right)], (0, 1)).all():
        return "scores are not 0 or 1"
    return "all evaluations have one score" if np.ptp(np.nanmean(given.right, 1)) == 0 else None


def _cannot_state(given: _Benchmark) -> str | None:
    """Return why evidence is an order and no probability."""
    if given.facts["kind"] is None:
        return "kind unknown: order only"
    if given.facts["scored_by"] == "likelihood":
        return "scored by likelihood: order only"
    if given.facts["kind"] != "open" and not has_audit(given.panel):
        return "no audit of its keys: order only"
    return None


def _calibration(
    panel: KeyPanel, evidence: Evidence, p: FloatArray, confidence_level: float
) -> list[dict[str, Any]]:
    """Return what came true of stated rates on the items that an audit judged, before and after.

    Intervals are those of Clopper and Pearson (1934, Biometrika 26, 404-413).
    """
    rows = []
    sound = panel.is_flagged[panel.is_judged] == 0
    for is_calibrated, each in ((True, p), (False, evidence.p_bad)):
        fdr = expected_fdr(each[panel.is_judged])
        for stated in STATED:
            n, n_sound = int((fdr <= stated).sum()), int(sound[fdr <= stated].sum())
            row = {"stated": stated, "is_calibrated": is_calibrated, "n_flagged": n}
            if n:
                interval = stats.binomtest(n_sound, n).proportion_ci(confidence_level)
                row |= {"realised": n_sound / n, "ci_low": interval.low, "ci_high": interval.high}
            rows.append(row)
    return rows
