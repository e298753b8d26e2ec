"""Forecasts beyond a cut, from benchmarks, training compute, size or a published formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.numerics.jackknife import jackknife, miss_rates, n_redraws
from analysis_py.statistics.numerics.numbering import number_labels
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import with_nulls
from analysis_py.statistics.structure.imputed import Components
from analysis_py.statistics.structure.measures import or_none
from analysis_py.statistics.structure.questions import Question
from analysis_py.statistics.structure.sigmoid import fit_sigmoid, forecast

#: Number of components used to forecast, as in Ruan, Maddison and Hashimoto (2024, arXiv
#: 2405.10938).
N_COMPONENTS = 3
#: Number of random signs of units if there are too many to enumerate.
N_SIGNS = 4999
PREDICTORS = ("components", "training_flops", "parameters_b", "mean", "printed")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The errors of two forecasts on the models that both cover."""

    against: str
    mse_difference: float
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    n_obs: int
    n_units: int


@dataclass(frozen=True, kw_only=True)
class ForecastRow:
    """One forecast of one benchmark on one population."""

    predictor: str
    benchmark_id: str
    mse: float | None
    mae_pct: float | None
    mae_ci_low_pct: float | None
    mae_ci_high_pct: float | None
    mae_type1_error: float | None
    bias_pct: float | None
    comparisons: list[Comparison] | None
    n_train: int
    n_obs: int
    n_units: int
    unit: str
    n_simulations: int
    seed: int
    status: str


def forecasts_of(
    question: Question, printed: Mapping[str, float], level: float, seed: int
) -> list[ForecastRow]:
    """Forecast models beyond the cut of a question from models up to it.

    Parameters
    ----------
    question : Question
    printed : mapping of str to float
        The coefficients of a published formula by term; empty without one.
    level : float
        Of the intervals.
    seed : int
        Of the starts of fits, and of signs.

    Returns
    -------
    list of ForecastRow
        One per predictor. Scores are shares over chance, so that ``mse`` is of shares; ``_pct`` are
        points of that.
    """
    split = _split(question)
    predicted = _forecasts(question, split.train, split.test, printed, seed)
    tested = _Tested(question, split, predicted, level, seed)
    return [_describe_forecast(tested, name) for name in predicted]


@dataclass(frozen=True)
class _Split:
    """The models on both sides of a cut: of ``n`` beyond it, the scores and the units."""

    train: pl.DataFrame
    test: pl.DataFrame
    observed: FloatArray
    units: IntArray


@dataclass(frozen=True)
class _Tested:
    """Each predictor's forecasts for the models beyond a cut, and how they are judged."""

    question: Question
    split: _Split
    predicted: Mapping[str, FloatArray]
    level: float
    seed: int

    def stream_seed(self, *names: str) -> list[int]:
        """Return the seed of what is drawn for a predictor of this question."""
        return bootstrap_seed(self.seed, self.question.cohort_id, self.question.question_id, *names)


def _split(question: Question) -> _Split:
    """Return the models up to the cut and those within reach beyond it, as shares over chance."""
    target, on = question.asked["target"], question.asked["split_on"]
    cut, reach = question.asked["cut"], question.asked["reach"]
    chance = question.chance[target]
    scored = question.table.drop_nulls([target, on]).with_columns(
        y=(pl.col(target) - chance) / (100 - chance)
    )
    test = scored.filter(pl.col(on) > cut)
    if reach is not None:
        test = test.filter(pl.col(on) <= cut * reach)
    return _Split(
        train=scored.filter(pl.col(on) <= cut),
        test=test,
        observed=test["y"].to_numpy(),
        units=number_labels(test["unit"])[1] if test.height else np.empty(0, dtype=np.int64),
    )


def _describe_forecast(tested: _Tested, name: str) -> ForecastRow:
    """Return the row of one predictor."""
    question, split = tested.question, tested.split
    is_known = np.isfinite(tested.predicted[name])
    n_units = len(np.unique(split.units[is_known]))
    row = with_nulls(
        ForecastRow,
        predictor=name,
        benchmark_id=question.asked["target"],
        n_train=0 if name == "printed" else split.train.height,
        n_obs=int(is_known.sum()),
        n_units=n_units,
        unit=question.asked["unit"],
        n_simulations=n_redraws(n_units),
        seed=tested.seed,
        status="ok" if is_known.sum() > 1 else _why_not(split.train, split.test),
    )
    return _with_errors(row, tested, is_known) if row.status == "ok" else row


def _with_errors(row: ForecastRow, tested: _Tested, is_known: BoolArray) -> ForecastRow:
    """Add a predictor's errors, and how they differ from those of each other predictor."""
    units = tested.split.units[is_known]
    error = (tested.split.observed - tested.predicted[row.predictor])[is_known]
    mean, low, high = _mean_by_units(np.abs(error), units, tested.level)
    rng = np.random.default_rng(tested.stream_seed(row.predictor, "redrawn"))
    rate = _miss_rate(np.abs(error), units, tested.level, rng)
    return replace(
        row,
        mse=float((error**2).mean()),
        mae_pct=100 * mean,
        mae_ci_low_pct=or_none(100 * max(low, 0.0)),
        mae_ci_high_pct=or_none(100 * high),
        mae_type1_error=or_none(rate),
        bias_pct=100 * float(error.mean()),
        comparisons=[
            _compared(tested, row.predictor, other)
            for other, values in tested.predicted.items()
            if other != row.predictor and (is_known & np.isfinite(values)).sum() > 1
        ],
    )


def _why_not(train: pl.DataFrame, test: pl.DataFrame) -> str:
    return f"{train.height} models up to the cut and {test.height} beyond it leave no forecast"


def _forecasts(
    question: Question,
    train: pl.DataFrame,
    test: pl.DataFrame,
    coefficients: Mapping[str, float],
    seed: int,
) -> dict[str, FloatArray]:
    """Return each predictor's forecasts for the models beyond the cut; NaN if it has none."""
    predicted = {name: np.full(test.height, np.nan) for name in PREDICTORS}
    if not coefficients:
        del predicted["printed"]
    y = train["y"].to_numpy()
    if train.height < 2 * (N_COMPONENTS + 2) or not test.height or np.ptp(y) == 0:
        return predicted
    predicted["mean"][:] = y.mean()
    shares = {side: question.matrix(rows) / 100 for side, rows in (("in", train), ("out", test))}
    rng = np.random.default_rng(bootstrap_seed(seed, question.cohort_id, question.question_id))
    pca = Components.from_scores(shares["in"], min(N_COMPONENTS, shares["in"].shape[1]))
    if pca is not None:
        fit = fit_sigmoid(pca.scores(shares["in"]), y, rng)
        predicted["components"] = forecast(fit, pca.scores(shares["out"]))
    for name, column in (("training_flops", "training_flops_1e21"), ("parameters_b",) * 2):
        inside, outside = (np.log(rows[column].to_numpy().astype(float)) for rows in (train, test))
        is_in = np.isfinite(inside)
        if is_in.sum() >= 2 * (N_COMPONENTS + 2) and np.ptp(inside[is_in]) > 0:
            fit = fit_sigmoid(inside[is_in, None], y[is_in], rng)
            predicted[name] = forecast(fit, outside[:, None])
    if coefficients:
        weights = np.array([coefficients.get(name, 0.0) for name in question.battery])
        filled = shares["out"] if pca is None else pca.filled(shares["out"])
        predicted["printed"] = 1 / (1 + np.exp(-(coefficients["constant"] + filled @ weights)))
    return predicted


def _sums_of_units(values: FloatArray, units: IntArray) -> tuple[FloatArray, FloatArray]:
    place = np.unique(units, return_inverse=True)[1]
    return np.bincount(place, values).astype(float), np.bincount(place).astype(float)


def _miss_rate(
    values: FloatArray, units: IntArray, level: float, rng: np.random.Generator
) -> float:
    sums, counts = _sums_of_units(values, units)

    def mean(times: FloatArray) -> tuple[FloatArray, FloatArray]:
        total, n = (times @ v for v in (sums, counts))
        with np.errstate(divide="ignore", invalid="ignore"):
            left = (total[:, None] - sums) / (n[:, None] - counts)
        return (total / n)[:, None], left[:, :, None]

    return float(miss_rates(mean, len(sums), level, rng)[0])


def _mean_by_units(values: FloatArray, units: IntArray, level: float) -> tuple[float, float, float]:
    """Return a mean over rows and its jackknife interval over units."""
    sums, counts = _sums_of_units(values, units)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = (sums.sum() - sums) / (counts.sum() - counts)
    made = jackknife(float(values.mean()), left, level)
    return made.estimate, made.ci_low, made.ci_high


def _compared(tested: _Tested, name: str, other: str) -> Comparison:
    """Return how the squared errors of a predictor differ from those of another."""
    observed = tested.split.observed
    values, others = tested.predicted[name], tested.predicted[other]
    both = np.isfinite(values) & np.isfinite(others)
    difference = ((observed - values) ** 2 - (observed - others) ** 2)[both]
    units = tested.split.units[both]
    mean, low, high = _mean_by_units(difference, units, tested.level)
    sums = _sums_of_units(difference, units)[0]
    rng = np.random.default_rng(tested.stream_seed(name, other))
    return Comparison(
        against=other,
        mse_difference=mean,
        ci_low=or_none(low),
        ci_high=or_none(high),
        p_value=sign_flips(sums, rng),
        n_obs=int(both.sum()),
        n_units=len(sums),
    )


def sign_flips(sums: FloatArray, rng: np.random.Generator) -> float:
    """Return the p-value of a zero mean of sums of units, by a sign-flip test."""
    g = len(sums)
    if g <= 12:
        signs = 1 - 2 * ((np.arange(2**g)[:, None] >> np.arange(g)) & 1)
        return float((np.abs(signs @ sums) >= abs(sums.sum()) * (1 - 1e-9)).mean())
    signs = rng.choice([-1.0, 1.0], size=(N_SIGNS, g))
    return float((1 + (np.abs(signs @ sums) >= abs(sums.sum()) * (1 - 1e-9)).sum()) / (N_SIGNS + 1))
