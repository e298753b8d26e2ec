"""The lead of tuned over pretrained models in two parts: over the own base, and of the bases."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special

from analysis_py.statistics.adjustment.within_base_rows import WithinBaseRow
from analysis_py.statistics.keys import BenchmarkKey
from analysis_py.statistics.numerics.contrast_tests import df_warning, t_test
from analysis_py.statistics.numerics.numbering import number_labels
from analysis_py.statistics.rows import with_nulls

GAINED = "own base, by evaluation"
#: By method: its weights of the two parts, what is gained and the bases' lead, and its formula.
PARTS = {
    "known bases": ((1.0, 1.0), "score_pct ~ type"),
    GAINED: ((1.0, 0.0), "score_pct − pretrained mean of the base ~ 1"),
    "bases of tuned models": ((0.0, 1.0), "pretrained mean of the base − pretrained mean ~ 1"),
}


@dataclass(frozen=True)
class LeadParts:
    """The two parts of a lead, their jackknife covariance and its degrees of freedom."""

    parts: NDArray[np.float64]
    covariance: NDArray[np.float64]
    df: float

    def share_gained(self, level: float) -> tuple[float | None, float | None, float | None]:
        """Return the first part's share of the lead, with its interval.

        The share is None where the lead is not positive, the interval where the lead may be zero.

        Notes
        -----
        Fieller (1954, Journal of the Royal Statistical Society B 16, 175-185): the shares r for
        which gained − r · lead does not differ significantly from zero.
        """
        to_lead = np.array([[1.0, 0.0], [1.0, 1.0]])
        gained, lead = to_lead @ self.parts
        if not lead > 0:
            return None, None, None
        t = float(special.stdtrit(self.df, (1 + level) / 2))
        (a, b), (_, c) = t**2 * to_lead @ self.covariance @ to_lead.T
        curvature, slope = lead**2 - c, gained * lead - b
        if not curvature > 0:
            return gained / lead, None, None
        half = np.sqrt(slope**2 - curvature * (gained**2 - a))
        return (
            gained / lead,
            float((slope - half) / curvature),
            float((slope + half) / curvature),
        )


def lead_rows(
    key: BenchmarkKey, tuned: str, pair: pl.DataFrame, confidence_level: float
) -> list[WithinBaseRow]:
    """Split the lead of one tuned type, over the evaluations whose base is known.

    Parameters
    ----------
    pair : polars.DataFrame
        Cells of one benchmark as for
        :func:`~analysis_py.statistics.adjustment.tuning_leads.tuning_leads`, of the tuned and the
        pretrained type, with ``is_tuned``.

    Returns
    -------
    list of WithinBaseRow
        One for each of :data:`PARTS`; the share stands on the row of what is gained.
    """
    bases = _bases(pair)
    both = bases.filter(pl.col("n_a") > 0, pl.col("n_b") > 0)
    problem = _problem(both)
    split = None if problem else split_lead(bases)
    rows = []
    for method, (_, formula) in PARTS.items():
        used = both if method == GAINED else bases
        n_a, n_b = int(both["n_a"].sum()), int(used["n_b"].sum())
        row = with_nulls(
            WithinBaseRow,
            **key,
            factor="training_type",
            method=method,
            group_a=tuned,
            group_b="pretrained",
            n_bases=both.height,
            n_a=n_a,
            n_b=n_b,
            n_bases_used=used.height,
            n_used=n_a + n_b,
            weights="each tuned evaluation once",
            cluster="lineage_family",
            n_clusters=used["lineage_family"].n_unique(),
            formula=formula,
            status=problem or "ok",
        )
        rows.append(_estimated(row, split, confidence_level) if split else row)
    return rows


def split_lead(bases: pl.DataFrame) -> LeadParts:
    r"""Split the lead of tuned over pretrained evaluations in two parts that add up to it.

    Parameters
    ----------
    bases : polars.DataFrame
        One row per base family, with its ``lineage_family`` and, of tuned (a) and pretrained (b)
        evaluations, their number ``n_a``, ``n_b`` and total score ``total_a``, ``total_b`` in
        percent. Tuned evaluations count where their base has pretrained ones.

    Notes
    -----
    Kitagawa (1955, Journal of the American Statistical Association 50, 1168-1194), with one set of
    weights :math:`w_b`, the share of tuned evaluations of base b: :math:`\sum_b w_b (\bar a_b -
    \bar b_b)` and :math:`\sum_b w_b \bar b_b - \bar b`. The covariance is the delete-a-generation
    jackknife's (MacKinnon, Nielsen and Webb 2023, Journal of Applied Econometrics 38, 671-694).
    A few generations hold most tuned evaluations, so its degrees of freedom are their effective
    number, :math:`1 / \sum_g w_g^2` (Kish 1965).
    """
    counts = bases.select("n_a", "n_b", "total_a", "total_b").to_numpy().astype(float).T
    names, generation = number_labels(bases["lineage_family"])
    lead_parts = _parts(counts)
    g = len(names)
    deviations = np.array([_parts(counts[:, generation != i]) for i in range(g)]) - lead_parts
    n_tuned = np.bincount(generation, counts[0] * (counts[1] > 0), g)
    return LeadParts(
        lead_parts,
        (g - 1) / g * deviations.T @ deviations,
        float(n_tuned.sum() ** 2 / np.sum(n_tuned**2)),
    )


def _parts(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    n_a, n_b, total_a, total_b = counts
    both = (n_a > 0) & (n_b > 0)
    weight = n_a[both] / n_a[both].sum()
    pretrained = weight @ (total_b[both] / n_b[both])
    return np.array(
        [
            total_a[both].sum() / n_a[both].sum() - pretrained,
            pretrained - total_b.sum() / n_b.sum(),
        ]
    )


def _bases(pair: pl.DataFrame) -> pl.DataFrame:
    """Return the counts and totals of both types by base family, of bases that are known."""
    sides = {"a": pl.col("is_tuned"), "b": ~pl.col("is_tuned")}
    return (
        pair.filter("is_base_family_resolved")
        .group_by("base_family")
        .agg(
            pl.col("lineage_family").min(),
            *(pl.col("n_obs").filter(of).sum().alias(f"n_{side}") for side, of in sides.items()),
            *(
                (pl.col("total_units").filter(of).sum() / 1e6).alias(f"total_{side}")
                for side, of in sides.items()
            ),
        )
        .sort("base_family")
    )


def _problem(both: pl.DataFrame) -> str | None:
    """Return why the lead cannot be split, or None."""
    if both.is_empty():
        return "no evaluation of a group"
    if both["lineage_family"].n_unique() < 2:
        return "one lineage family"
    return None


def _estimated(row: WithinBaseRow, split: LeadParts, confidence_level: float) -> WithinBaseRow:
    """Add the estimate of a row's part with its test, and the share of what is gained."""
    weights = np.array(PARTS[row.method][0])
    estimate = float(weights @ split.parts)
    std_error = float(np.sqrt(weights @ split.covariance @ weights))
    if not std_error > 0:
        return replace(row, estimate=estimate, status="no variance between clusters")
    row = replace(
        row,
        estimate=estimate,
        std_error=std_error,
        df_den=split.df,
        **t_test(estimate, std_error, split.df, confidence_level),
        warning=df_warning(split.df),
    )
    if row.method != GAINED:
        return row
    share, low, high = split.share_gained(confidence_level)
    return replace(row, share_gained=share, share_low=low, share_high=high)
