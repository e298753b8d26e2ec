"""Parts of the questions, such as subjects: which fell, and whether any did by more than a gate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.runs.comparing import Comparison, Row, row_of, safe_p_value
from analysis_py.runs.paired.decisions import CANNOT_TELL, pass_gate
from analysis_py.runs.paired.quantiles import Floats, quantile
from analysis_py.runs.paired.score_interval import restricted_variance
from analysis_py.runs.paired.suites import adjust_tasks
from analysis_py.runs.pairing import Pairs
from analysis_py.runtime.errors import UserError

#: Fewest discordant questions of a slice that is judged.
_FEWEST = 10
#: The name that stands for the tasks themselves, and that of questions without a slice.
TASK, NONE = "task", "(none)"


@dataclass(frozen=True, kw_only=True)
class Slices:
    """The slices of one comparison.

    Attributes
    ----------
    rows : list of Row
        ``task`` is the slice; ``p_holm`` is None where too few questions differ to judge it.
    absent : list of str
        Slices without a question that both runs answered.
    differ_p : float or None
        That all slices differ alike; None if fewer than two are judged.
    gate : str or None
        Whether no slice is worse by more than the gate.
    power : float or None
        Probability that it holds if the runs are equally good.
    """

    rows: list[Row]
    absent: list[str]
    differ_p: float | None
    gate: str | None
    power: float | None

    def fell(self, level: float) -> list[Row]:
        """Return the slices that differ at the level."""
        return [row for row in self.rows if row.p_holm is not None and row.p_holm < 1 - level]


def slice_comparisons(
    comparisons: Sequence[Comparison], by: str, names: pl.DataFrame | None
) -> list[Slices]:
    """Return the slices of each comparison; one family is adjusted together.

    Parameters
    ----------
    comparisons : sequence of Comparison
    by : str
        The column, or ``task``.
    names : polars.DataFrame or None
        ``task``, ``item`` and ``slice`` of the questions of A; None for tasks.

    Notes
    -----
    Holm (1979) over the slices of all candidates. Whether slices differ: Cochran's Q (1954,
    Biometrics 10, 101-129), with variances restricted to the common difference. That no slice is
    worse needs no adjustment (Berger 1982, Technometrics 24, 295-300); that one is, Bonferroni's.
    """
    split = [split_pairs([*each.pairs, *each.unseen], by, names) for each in comparisons]
    rows = [
        {name: _row(suite, each) for name, suite in by_slice.items() if _compared(suite)}
        for by_slice, each in zip(split, comparisons, strict=True)
    ]
    judged = [
        (i, name)
        for i, by_slice in enumerate(split)
        for name in rows[i]
        if sum(np.count_nonzero(pairs.differences) for pairs in by_slice[name]) >= _FEWEST
    ]
    p_values = adjust_tasks([safe_p_value(rows[i][name]) for i, name in judged], 0.0)
    for (i, name), p in zip(judged, p_values, strict=True):
        rows[i][name] = replace(rows[i][name], p_holm=p)
    return [
        _conclude(by_slice, of_slices, each)
        for by_slice, of_slices, each in zip(split, rows, comparisons, strict=True)
    ]


def split_pairs(
    suite: Sequence[Pairs], by: str, names: pl.DataFrame | None
) -> dict[str, list[Pairs]]:
    """Return the pairs of each slice, in the order of their names."""
    by_slice: dict[str, list[Pairs]] = {}
    for pairs in suite:
        if names is None:
            by_slice.setdefault(pairs.task, []).append(pairs)
            continue
        items = pl.DataFrame({"task": [pairs.task] * len(pairs.items), "item": pairs.items})
        slices = items.join(names, on=["task", "item"], how="left", maintain_order="left")["slice"]
        of_items = slices.fill_null(NONE).to_numpy()
        for name in np.unique(of_items):
            by_slice.setdefault(str(name), []).append(pairs.take(of_items == name))
    if {*by_slice} <= {NONE}:
        raise UserError(f"--by {by}: no question of A has it; name a column or field of A's log")
    return dict(sorted(by_slice.items()))


def _compared(suite: Sequence[Pairs]) -> list[Pairs]:
    return [pairs for pairs in suite if pairs.is_complete.any()]


def _row(suite: Sequence[Pairs], comparison: Comparison) -> Row:
    choices = replace(comparison.choices, by_tasks=False, planned=None)
    lacking = [pairs for pairs in suite if not pairs.is_complete.any()]
    return row_of(_compared(suite), choices, lacking)


def _conclude(
    by_slice: dict[str, list[Pairs]], rows: dict[str, Row], comparison: Comparison
) -> Slices:
    choices = comparison.choices
    sliced = [replace(row, task=name) for name, row in rows.items()]
    gate = power = None
    if choices.gate is not None:
        gate = _pass(by_slice, sliced, comparison)
        power = _find_power(sliced, by_slice, choices.gate / 100, choices.level)
    judged = [row.task for row in sliced if row.p_holm is not None]
    differences = [_differences(by_slice[name]) for name in judged]
    return Slices(
        rows=sliced,
        absent=[name for name in by_slice if name not in rows],
        differ_p=_compare_slices(differences) if len(judged) > 1 else None,
        gate=gate,
        power=power,
    )


def _differences(suite: Sequence[Pairs]) -> Floats:
    return np.concatenate([pairs.differences for pairs in suite])


def _pass(by_slice: dict[str, list[Pairs]], rows: Sequence[Row], comparison: Comparison) -> str:
    """Return whether no slice is worse by more than the gate."""
    points = comparison.choices.gate or 0.0
    ends = [row.bounds or (row.low, row.high) for row in rows]
    if all(pass_gate(*each, points) == "holds" for each in ends) and len(rows) == len(by_slice):
        return "holds"
    level = 1 - (1 - comparison.choices.level) / len(rows)
    stricter = replace(comparison, choices=replace(comparison.choices, level=level))
    wide = [_row(by_slice[row.task], stricter) for row in rows]
    fails = (pass_gate(*(row.bounds or (row.low, row.high)), points) == "fails" for row in wide)
    return "fails" if any(fails) else CANNOT_TELL


def _find_power(
    rows: Sequence[Row], by_slice: dict[str, list[Pairs]], margin: float, level: float
) -> float:
    """Return the probability that all slices pass if the runs are equally good."""
    from scipy.special import ndtr

    errors = [
        np.sqrt(float((_differences(by_slice[row.task]) ** 2).mean()) / row.worth) for row in rows
    ]
    beyond = [margin / error - float(quantile(level)) if error else np.inf for error in errors]
    return float(np.prod(ndtr(beyond)))


def _compare_slices(slices: Sequence[Floats]) -> float:
    """Return the p-value that all slices have one difference."""
    from scipy.special import chdtrc

    n, means = np.array([len(d) for d in slices]), np.array([d.mean() for d in slices])
    common = float(n @ means / n.sum())
    variances = []
    for d in slices:
        values, which = np.unique(d, return_inverse=True)
        variances.append(restricted_variance(values, np.bincount(which) / len(d), common))
    if not all(variances):
        return 1.0  # the same loss or gain on every question
    weights = n / np.array(variances)
    common = float(weights @ means / weights.sum())
    return float(chdtrc(len(slices) - 1, weights @ (means - common) ** 2))
