"""Terms without effect: curves that change by less than a margin wherever most rows are."""

from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.gamm.engine import GammError, GammFit
from analysis_py.statistics.gamm.engine.curves import linear_functional
from analysis_py.statistics.gamm.engine.derivatives import simultaneous_critical_value
from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.family_slopes import Components, Reduced, fit_term
from analysis_py.statistics.gamm.model_spec import TYPE
from analysis_py.statistics.gamm.type1_error import BesideSlopes, FamilyNull

#: The models whose terms claims read.
FLAT_GAMMS = ("size_clustered", "size_by_type_clustered", "interplay_clustered")
#: The middle of a covariate: its quantiles, and the points at which a curve is read.
MIDDLE, _POINTS = (0.1, 0.9), 50
#: Variance components that a draw may choose, as multiples of those of the data.
_MULTIPLES = (0.5, 1.0, 2.0)


@dataclass(frozen=True, kw_only=True)
class FlatnessRow:
    """A term whose curve changes by less than the margin over the middle of its covariate.

    ``greatest_change`` is the most that any two points of the curve differ by, for every smoother
    and within its simultaneous band; the term has no effect where that is below the margin too.
    ``type1_error`` is then how often a curve that changes by just the margin would seem to have
    none. All are on the log scale.
    """

    term: str
    change: float
    greatest_change: float
    margin: float
    n_smoothers: int
    type1_error: float | None
    n_draws: int


class MarginNull(FamilyNull):
    """Draws of a fitted model in which one term at a time changes by just a margin."""

    def band_beside(self, fitted: BesideSlopes, B: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the simultaneous band of a term beside slopes of families, ``B`` its points."""
        half = self._critical_value(B, fitted.own) * fitted.own.std_errors(B)[:, 0]
        curve = (B @ fitted.own.coefficients)[:, 0]
        return curve - half, curve + half

    def rate(self, fitted: BesideSlopes, B: FloatArray, margin: float) -> float:
        """Return how often a line that changes by the margin seems to change by less."""
        line = np.linspace(0.0, margin, len(B))
        effects = np.zeros((len(self.known), self.draws))
        line_effects = np.linalg.lstsq(B - B.mean(axis=0), line - line.mean(), rcond=None)[0]
        effects[self.columns[fitted.block.label]] = line_effects[:, None]
        drawn = self._without_alone(self._draw(fitted).with_effects(effects))
        null = fitted.own.components
        tried = [
            Components(null.intercepts * a, null.slopes * b) for a in _MULTIPLES for b in _MULTIPLES
        ]
        known: dict[Components, Reduced | None] = {}
        n_below = 0
        for fit in fit_term(drawn, fitted.model, list(dict.fromkeys(tried)), known):
            half = self._critical_value(B, fit) * fit.std_errors(B)
            curves = B @ fit.coefficients
            change = (curves + half).max(axis=0) - (curves - half).min(axis=0)
            n_below += int((change < margin).sum())
        return n_below / self.draws


def flat_terms(
    fits: list[GammFit],
    rows: pl.DataFrame,
    response: str,
    margin_pct: float,
    settings: tuple[int, int, float],
) -> list[FlatnessRow]:
    """Return the terms of a clustered model that may be without effect.

    Parameters
    ----------
    fits : list of GammFit
        By every smoother, the published one first.
    rows : polars.DataFrame
        Of the model.
    response : str
        Its column of log scores.
    margin_pct : float
        Points of the score that do not matter; over its mean they are the margin of the log score.
    settings : tuple
        Draws and seed of the simulated error rate, and confidence level.
    """
    margin = float(np.log1p(margin_pct / np.exp(rows[response].to_numpy()).mean()))
    draws, seed, confidence_level = settings
    null: MarginNull | None = None
    judged = []
    for block in fits[0].design.penalised:
        if block.basis is None:
            continue
        x = _middle(rows, block)
        B = block.basis.evaluate(x)
        change = float(np.ptp(B @ fits[0].coefficients[block.columns]))
        if change >= margin:
            continue
        null = null or MarginNull(fits[0], draws, seed, confidence_level)
        # without slopes of families its errors are too small
        with suppress(GammError, np.linalg.LinAlgError):
            fitted = null.fit_beside_slopes(block)
            members = (_band(each, block.label, x, confidence_level, seed) for each in fits)
            bands = [band for band in members if band is not None] + [null.band_beside(fitted, B)]
            greatest = max(high.max() for _, high in bands) - min(low.min() for low, _ in bands)
            judged.append(
                FlatnessRow(
                    term=block.label,
                    change=change,
                    greatest_change=float(greatest),
                    margin=margin,
                    n_smoothers=len(bands),
                    type1_error=null.rate(fitted, B, margin) if greatest < margin else None,
                    n_draws=draws,
                )
            )
    return judged


def _middle(rows: pl.DataFrame, block: Block) -> FloatArray:
    """Return points over the middle of a covariate, of a curve by type in the rows of its type."""
    level = block.label.partition(f":{TYPE}=")[2]
    of_level = rows.filter(pl.col(TYPE) == level) if level else rows
    low, high = np.quantile(of_level[block.variable].to_numpy(), MIDDLE)
    return np.linspace(float(low), float(high), _POINTS)


def _band(
    fit: GammFit, term: str, x: FloatArray, confidence_level: float, seed: int
) -> tuple[FloatArray, FloatArray] | None:
    """Return the simultaneous band of a curve; None of a fit without the term."""
    block = next((each for each in fit.design.blocks if each.label == term), None)
    if block is None or block.basis is None:
        return None
    B = block.basis.evaluate(x)
    curve, error = linear_functional(fit, block, B)
    rng = np.random.default_rng(seed)
    half = simultaneous_critical_value(fit, block, B, confidence_level, rng) * error
    return curve - half, curve + half
