"""Suspect items of every benchmark: their evidence, and what of it may be called a probability."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from scipy import stats

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.items.flag_calibration import expected_fdr
from analysis_py.statistics.items.flagging import (
    ability_agreement,
    find_probabilities,
    has_audit,
    weigh,
)
from analysis_py.statistics.items.key_evidence import Evidence
from analysis_py.statistics.items.key_panel import KeyPanel
from analysis_py.statistics.items.logistic import FULL_MARKS

FEWEST_EVALUATIONS = 10
FEWEST_ITEMS = 5
#: Where ranks of ability and score agree less, items measure more than one thing.
LEAST_AGREEMENT = 0.95
#: Of the evaluations, the ablest that are shown by themselves.
_ABLE_SHARE = 1 / 3
#: Options chosen are weighed where so many answers of the panel are known.
_LEAST_KNOWN = 0.5
#: Rates at which an audit is asked whether what is stated comes true.
STATED = 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6
OWN_POSTERIOR = "its own posterior"
_OK = "ok"

_CALIBRATION = {
    "stated": pl.Float64,
    "is_calibrated": pl.Boolean,
    "n_flagged": pl.Int64,
    "realised": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
}
_SCHEMA = {
    "benchmark_id": pl.String,
    "kind": pl.String,
    "evidence": pl.String,
    "calibrated_by": pl.String,
    "fdr_limit": pl.Float64,
    "n_evaluations": pl.Int64,
    "n_panel": pl.Int64,
    "n_clusters": pl.Int64,
    "rank_correlation": pl.Float64,
    "status": pl.String,
    "item_keys": pl.List(pl.Int64),
    "share_right": pl.List(pl.Float64),
    "share_right_able": pl.List(pl.Float64),
    "log_bayes_factor": pl.List(pl.Float64),
    "place": pl.List(pl.Int64),
    "proposals": pl.List(pl.Int64),
    "p_flagged": pl.List(pl.Float64),
    "fdr": pl.List(pl.Float64),
    "p_without": pl.List(pl.Struct({"base_family": pl.String, "p_flagged": pl.List(pl.Float64)})),
    "calibration": pl.List(pl.Struct(_CALIBRATION)),
}


@dataclass(frozen=True)
class _Benchmark:
    """The answers of all chosen evaluations, those of the panel, and what is known of the items."""

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
        ``base_family``, ``is_in_panel``, and lists over items: ``scores`` in ten-thousandths and
        ``choices`` (0 the printed key), null where missing.
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
        One row per benchmark, with lists over items, of the evidence without each base family,
        and of stated and realised rates.
    """
    rows = [
        _judge(each, fdr, audit_fdr, confidence_level) for each in _iter_benchmarks(choices, facts)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA)


def _iter_benchmarks(choices: pl.DataFrame, facts: pl.DataFrame) -> Iterator[_Benchmark]:
    for row in facts.sort("benchmark_id").iter_rows(named=True):
        answers = choices.filter(benchmark_id=row["benchmark_id"]).sort("evaluation_id")
        m = len(row["item_keys"])
        right = _table(answers["scores"], m) / FULL_MARKS
        in_panel = answers["is_in_panel"].to_numpy()
        panel = answers.filter("is_in_panel")
        families = sorted(panel["base_family"].unique())
        options = pl.Series(row["n_options"], dtype=pl.Int64).fill_null(0).to_numpy()
        yield _Benchmark(
            row,
            right,
            KeyPanel(
                right[in_panel],
                _chosen(panel["choices"], m) if (options > 1).all() else None,
                np.zeros(m, dtype=np.int64) if row["kind"] == "open" else options,
                np.array([families.index(name) for name in panel["base_family"]], dtype=np.int64),
                _numbers(row["parts"]),
                pl.Series(row["is_flagged"], dtype=pl.Boolean).cast(pl.Float64).to_numpy(),
            ),
            families,
        )


def _table(lists: pl.Series, m: int) -> FloatArray:
    """Return lists as a table, NaN where a value is missing."""
    values = lists.explode(empty_as_null=False) if len(lists) else pl.Series([], dtype=pl.Float64)
    return np.asarray(values.cast(pl.Float64).to_numpy()).reshape(len(lists), m)


def _chosen(choices: pl.Series, m: int) -> IntArray | None:
    """Return the options chosen, or None where those of too few answers are known."""
    found = np.full((len(choices), m), -1, dtype=np.int64)
    for place, each in enumerate(choices):
        if each is not None:
            found[place] = each.fill_null(-1).to_numpy()
    return found if (found >= 0).mean() >= _LEAST_KNOWN else None


def _numbers(names: list[str | None]) -> IntArray:
    """Return each subject's number; items of none are one more."""
    return pl.Series(names, dtype=pl.String).fill_null("").rank("dense").to_numpy() - 1


def _judge(
    given: _Benchmark, fdr: float, audit_fdr: float, confidence_level: float
) -> dict[str, Any]:
    """Return the row of one benchmark."""
    panel, facts = given.panel, given.facts
    row: dict[str, Any] = dict.fromkeys(_SCHEMA)
    row |= {name: facts[name] for name in ("benchmark_id", "kind", "item_keys")}
    row |= {"n_evaluations": len(given.right), "n_panel": len(panel.right)}
    row |= {"n_clusters": len(given.families), "share_right": _shares(given.right)}
    row["calibration"], row["p_without"] = [], []
    if problem := _cannot_weigh(given):
        return row | {"status": problem}
    row["share_right_able"] = _shares(_ablest(given.right))
    row["rank_correlation"] = ability_agreement(given.right)
    if row["rank_correlation"] < LEAST_AGREEMENT:
        return row | {"status": "measures more than one thing: no suspects"}
    evidence = weigh(panel)
    row["evidence"] = "right or wrong" if evidence.proposal is None else "letters"
    row |= _order(panel, evidence)
    if problem := _cannot_state(given):
        return row | {"status": problem}
    found = find_probabilities(panel, evidence)
    row["calibration"] = _calibration(
        panel, evidence, found.own, sorted({*STATED, audit_fdr}), confidence_level
    )
    if any(each["stated"] == audit_fdr and _is_refuted(each) for each in row["calibration"]):
        return row | {"status": "the audit finds more of them sound than stated: order only"}
    by_audit = facts["audit"], audit_fdr
    row["calibrated_by"], row["fdr_limit"] = by_audit if has_audit(panel) else (OWN_POSTERIOR, fdr)
    row |= {"p_flagged": found.own.tolist(), "fdr": expected_fdr(found.own).tolist()}
    row["p_without"] = [
        {"base_family": name, "p_flagged": p.tolist()}
        for name, p in zip(given.families, found.without, strict=True)
        if not np.isnan(p).any()
    ]
    return row | {"status": _OK}


def _cannot_weigh(given: _Benchmark) -> str | None:
    n, m = given.right.shape
    if given.facts["kind"] == "checked":
        return "no key"
    if n < FEWEST_EVALUATIONS:
        return f"fewer than {FEWEST_EVALUATIONS} evaluations"
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


def _order(panel: KeyPanel, evidence: Evidence) -> dict[str, Any]:
    order = np.argsort(-evidence.log_bayes_factor, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(1, len(order) + 1)
    proposals = None if evidence.proposal is None else evidence.proposal.tolist()
    factor = evidence.log_bayes_factor.tolist()
    return {"log_bayes_factor": factor, "place": place.tolist(), "proposals": proposals}


def _shares(right: FloatArray) -> list[float | None]:
    has = ~np.isnan(right)
    n, total = has.sum(0), np.where(has, right, 0.0).sum(0)
    return [
        float(share) if of else None for share, of in zip(total / np.maximum(n, 1), n, strict=True)
    ]


def _ablest(right: FloatArray) -> FloatArray:
    n_able = max(3, int(len(right) * _ABLE_SHARE))
    return right[np.argsort(-np.nanmean(right, 1), kind="stable")[:n_able]]


def _calibration(
    panel: KeyPanel,
    evidence: Evidence,
    p: FloatArray,
    stated_rates: list[float],
    confidence_level: float,
) -> list[dict[str, Any]]:
    """Return what came true of stated rates on the items that an audit judged, before and after.

    Intervals are those of Clopper and Pearson (1934, Biometrika 26, 404-413).
    """
    if not has_audit(panel):
        return []
    judged, rows = panel.is_judged, []
    sound = panel.is_flagged[judged] == 0
    for is_calibrated, each in ((True, p), (False, evidence.p_bad)):
        fdr = expected_fdr(each[judged])
        for stated in stated_rates:
            n, n_sound = int((fdr <= stated).sum()), int(sound[fdr <= stated].sum())
            found = stats.binomtest(n_sound, n).proportion_ci(confidence_level) if n else None
            values = (stated, is_calibrated, n, n_sound / n if n else None)
            limits = (found.low, found.high) if found else (None, None)
            rows.append(dict(zip(_CALIBRATION, (*values, *limits), strict=True)))
    return rows


def _is_refuted(row: dict[str, Any]) -> bool:
    return bool(row["is_calibrated"] and row["n_flagged"] and row["ci_low"] > row["stated"])
