"""Terms without effect: curves that change by less than a margin wherever most rows are."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.gamm.engine import GammError, GammFit
from analysis_py.statistics.gamm.engine.curves import linear_functional
from analysis_py.statistics.gamm.engine.derivatives import simultaneous_critical_value
from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.family_slopes import Components, Reduced, fit_term
from analysis_py.statistics.gamm.model_spec import TYPE
from analysis_py.statistics.gamm.plans import ModelPlan, model_frame, plan_model
from analysis_py.statistics.gamm.smoothers import (
    AT_FAMILY_SIZE,
    PUBLISHED,
    SMOOTHERS,
    Smoother,
    at_family_size,
)
from analysis_py.statistics.gamm.type1_error import BesideSlopes, FamilyNull
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame

#: The models whose terms claims read.
GAMMS = ("size_clustered", "size_by_type_clustered", "interplay_clustered")
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

    cohort_id: str
    gamm: str
    benchmark_id: str
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
        own = np.linalg.lstsq(B - B.mean(axis=0), line - line.mean(), rcond=None)[0]
        effects[self.columns[fitted.block.label]] = own[:, None]
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
    plan: ModelPlan,
    plan_with: Callable[[Smoother], ModelPlan],
    margin_pct: float,
    names: tuple[str, str, str],
    settings: tuple[float, int, int],
) -> list[FlatnessRow]:
    """Return the terms of a clustered model that may be without effect.

    Parameters
    ----------
    plan : ModelPlan
        Of the published smoother.
    plan_with : callable
        Plans the same model with another smoother.
    margin_pct : float
        Points of the score that do not matter; over its mean they are the margin of the log score.
    names : tuple of str
        Cohort, model and benchmark.
    settings : tuple
        Confidence level, seed and draws of the simulated error rate.
    """
    confidence_level, seed, draws = settings
    fit = plan.fit()
    margin = float(np.log1p(margin_pct / np.exp(plan.rows[f"log_{names[2]}"].to_numpy()).mean()))
    null: MarginNull | None = None
    refits: list[GammFit] = []
    found = []
    for block in fit.design.penalised:
        if block.basis is None:
            continue
        x = _middle(plan.rows, block)
        B = block.basis.evaluate(x)
        change = float(np.ptp(B @ fit.coefficients[block.columns]))
        if change >= margin:
            continue
        refits = refits or _refits(fit, plan_with, names[1])
        null = null or MarginNull(fit, draws, seed, confidence_level)
        # without slopes of families its errors are too small
        with suppress(GammError, np.linalg.LinAlgError):
            fitted = null.fit_beside_slopes(block)
            own = (_band(each, block.label, x, confidence_level, seed) for each in refits)
            bands = [band for band in own if band is not None] + [null.band_beside(fitted, B)]
            greatest = max(high.max() for _, high in bands) - min(low.min() for low, _ in bands)
            found.append(
                FlatnessRow(
                    cohort_id=names[0],
                    gamm=names[1],
                    benchmark_id=names[2],
                    term=block.label,
                    change=change,
                    greatest_change=float(greatest),
                    margin=margin,
                    n_smoothers=len(bands),
                    type1_error=null.rate(fitted, B, margin) if greatest < margin else None,
                    n_draws=draws,
                )
            )
    return found


def _middle(rows: pl.DataFrame, block: Block) -> FloatArray:
    """Return points over the middle of a covariate, of a curve by type in the rows of its type."""
    level = block.label.partition(f":{TYPE}=")[2]
    own = rows.filter(pl.col(TYPE) == level) if level else rows
    low, high = np.quantile(own[block.variable].to_numpy(), MIDDLE)
    return np.linspace(float(low), float(high), _POINTS)


def _refits(fit: GammFit, plan_with: Callable[[Smoother], ModelPlan], gamm: str) -> list[GammFit]:
    """Return the fit by every smoother that can be fitted."""
    refits = [fit]
    for smoother in SMOOTHERS[gamm]:
        plan = plan_with(smoother)
        if smoother != PUBLISHED and plan.problem is None:
            with suppress(GammError):
                refits.append(plan.fit(is_thorough=False))
    return refits


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


def fit_flat_terms(
    members: pl.DataFrame,
    scores: pl.DataFrame,
    cohort_benchmarks: pl.DataFrame,
    margin_pct: float,
    confidence_level: float,
    seed: int,
    draws: int,
    n_jobs: int | None = None,
) -> pl.DataFrame:
    """Find the terms without effect of every cohort, model and benchmark, as :func:`flat_terms`.

    The frames are as for :func:`~analysis_py.statistics.gamm.models.fit_gamms`.
    """
    jobs = []
    for (cohort,), group in cohort_benchmarks.group_by("cohort_id", maintain_order=True):
        of_cohort = pl.col("cohort_id") == cohort
        names = group["benchmark_id"].to_list()
        rows = model_frame(members.filter(of_cohort), scores.filter(of_cohort), names)
        settings = confidence_level, seed, draws
        jobs += [
            (rows, (str(cohort), gamm, name), names, margin_pct, settings)
            for gamm in GAMMS
            for name in names
        ]
    tables = in_processes(_find_flat, jobs, "models searched for terms without effect", n_jobs)
    return to_frame(FlatnessRow, [row for table in tables for row in table])


def _find_flat(
    rows: pl.DataFrame,
    names: tuple[str, str, str],
    benchmarks: list[str],
    margin_pct: float,
    settings: tuple[float, int, int],
) -> list[FlatnessRow]:
    _, gamm, benchmark = names

    def plan_with(smoother: Smoother) -> ModelPlan:
        chosen = at_family_size(rows) if smoother.row_selection == AT_FAMILY_SIZE else rows
        return plan_model(chosen, gamm, benchmark, benchmarks, smoother.k, smoother.basis)

    plan = plan_with(PUBLISHED)
    if plan.problem is not None:
        return []
    level, seed, draws = settings
    (drawn,) = np.random.SeedSequence(bootstrap_seed(seed, *names, "flat")).generate_state(1)
    with suppress(GammError):
        return flat_terms(plan, plan_with, margin_pct, names, (level, int(drawn), draws))
    return []
