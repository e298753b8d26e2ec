"""Coverage of intervals of abilities, on every scale and under truths outside the model.

Writes ``benchmarks/results/ability_intervals.md``. After a build, from the root of the project; a
quarter of an hour of a core:

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/ability_intervals.py

With a cohort it prints, with the samples of a build, the error factors by seed and the whole
procedure inside the simulation, last as a row of ``seeds/ability/ability_procedure_coverage.csv``,
which takes forty minutes of a core:

    .venv/bin/python benchmarks/ability_intervals.py target/build.duckdb epoch_2026
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from scipy.special import expit
from tables import table

from analysis_py.statistics.ability import bootstrap
from analysis_py.statistics.ability.bootstrap import Calibrated, calibrate_cohort
from analysis_py.statistics.ability.calibration import Calibration, calibrate
from analysis_py.statistics.ability.cells import (
    Cells,
    cannot_scale,
    connected_cells,
    index_cells,
)
from analysis_py.statistics.ability.parameters import Parameters, Scale
from analysis_py.statistics.ability.scale import SHARE_NOISE, TAIL_DF, fit_scale
from analysis_py.statistics.ability.simulation import (
    Z90,
    Simulated,
    corrected_parameters,
    equal_pairs,
    most_able,
    simulate,
)
from analysis_py.statistics.arrays import BoolArray, FloatArray

SEED, N_FRESH, N_WHOLE, N_HOSTILE, N_PAIRS = 71, 30, 24, 6, 40
#: Seeds of factors of one cohort, and samples of its whole procedure by seed.
N_SEEDS, N_OF_ONE = 4, (20, 20, 40)
#: Samples of each step of a calibration; a build takes more.
N_SAMPLES = (30, 30, 30)
WHOLE = ("openllm_v2", "base_models", "epoch_2026")
HOSTILE = ("epoch_2026", "helm_2026")
#: Where profiles are nearly all the noise there is, with the truths in which they correlate.
PROFILED, CORRELATED = ("ruan_2024", "amin_2026", "base_models"), ("five domains", "two factors")
RESULTS = Path(__file__).parent / "results" / "ability_intervals.md"
Rng = np.random.Generator


def main(database: str = "target/build.duckdb", cohort: str | None = None) -> None:
    """Measure, and write."""
    with duckdb.connect(database, read_only=True) as connection:
        rows = connection.sql("from intermediate.int_ability_cells").pl()
    designs = {}
    for of in [cohort] if cohort else rows["cohort_id"].unique().sort().to_list():
        used = connected_cells(rows.filter(pl.col("cohort_id") == of))
        if cannot_scale(used) is None:
            designs[of] = index_cells(used)
    scales = {of: fit_scale(cells) for of, cells in designs.items()}
    if cohort:
        _one(cohort, scales[cohort])
        return
    began = time.process_time()
    found = {
        cohort: calibrate_cohort(scale, np.random.default_rng([SEED, i]), N_SAMPLES)
        for i, (cohort, scale) in enumerate(scales.items())
    }
    seconds = time.process_time() - began
    fresh = [_fresh(cohort, scale, found[cohort]) for cohort, scale in scales.items()]
    whole = [_whole(cohort, scales[cohort], found[cohort]) for cohort in WHOLE]
    hostile = [
        _hostile(cohort, kind, scales[cohort], found[cohort])
        for cohort, kind in (*product(HOSTILE, KINDS), *product(PROFILED, CORRELATED))
    ]
    lines = [
        "# What intervals of abilities cover",
        "",
        "Written by `benchmarks/ability_intervals.py`. In percent, of intervals at 90 %, of all",
        "models and of the 25 most able; type I errors are of a difference at 5 %, between and",
        "within developers, of models that are equal in truth; in brackets the standard error of",
        f"the simulation. All scales were calibrated in {seconds:.0f} CPU-seconds, by",
        f"{N_SAMPLES} samples a step where a build takes {bootstrap.N_SAMPLES}.",
        "",
        f"## Every scale, {N_FRESH} samples that calibrated nothing",
        "",
        "`certificate` is what a build publishes, by another seed and more samples.",
        "",
        *table(fresh),
        "",
        f"## The whole procedure inside the simulation, {N_WHOLE} samples",
        "",
        "Each sample is fitted and calibrated as if it were the data, by a bootstrap of its own.",
        "`without` counts samples whose intervals would not be published; they count in the rates.",
        "",
        *table(whole),
        "",
        f"## Truths outside the model, {N_HOSTILE} samples, calibrated likewise",
        "",
        *[f"- **{kind}**: {(make.__doc__ or '').rstrip('.')}" for kind, make in KINDS.items()],
        "",
        *table(hostile),
        "",
    ]
    RESULTS.write_text("\n".join(lines))


def _one(cohort: str, scale: Scale) -> None:
    """Print the factors of one cohort by seed, and its whole procedure, sample by sample."""
    for seed in range(1, N_SEEDS + 1):
        found = calibrate_cohort(scale, np.random.default_rng([seed, 0]))
        print("seed", seed, found.error_factor, found.error_factor_top)
    calibrated = calibrate_cohort(scale, np.random.default_rng([SEED, 2]))
    truth = corrected_parameters(scale, calibrated.calibration)
    covered = []
    for part, n in enumerate(N_OF_ONE):
        rng = np.random.default_rng([SEED, 2000, part])
        for one in simulate(scale.cells, [truth] * n, rng.spawn(n), N_PAIRS):
            own = calibrate_cohort(one.scale, rng)
            rates = operating_characteristics(one, own.calibration)
            print("sample", own.error_factor_top, own.coverage_top, rates)
            covered.append((rates["coverage"], rates["coverage_top"]))
    mean, spread = 100 * np.mean(covered, axis=0), 100 * np.std(covered, axis=0, ddof=1)
    with_errors = np.column_stack([mean, spread / np.sqrt(len(covered))]).ravel()
    print(",".join([cohort, str(len(covered)), *(f"{each:.1f}" for each in with_errors)]))


def _rates(made: list[dict[str, float]]) -> dict[str, str]:
    """Return means over samples in percent, with their errors."""
    frame = 100 * pl.DataFrame(made).select(pl.exclude("bias_top").fill_nan(None))
    shown = {}
    for name in frame.columns:
        of = frame[name].drop_nulls().to_numpy()
        error = of.std() / np.sqrt(max(len(of) - 1, 1))
        shown[name] = f"{of.mean():.1f} ({error:.1f})" if len(of) else ""
    return shown


def _named(cohort: str, calibrated: Calibrated) -> dict[str, str]:
    return {
        "cohort": cohort,
        "certificate": f"{calibrated.coverage:.1f} / {calibrated.coverage_top:.1f}",
        "error factor": f"{calibrated.error_factor:.2f}",
        "of the top": f"{calibrated.error_factor_top:.2f}",
    }


def _fresh(cohort: str, scale: Scale, calibrated: Calibrated) -> dict[str, str]:
    truth = corrected_parameters(scale, calibrated.calibration)
    rng = np.random.default_rng([SEED, 1000])
    made = simulate(scale.cells, [truth] * N_FRESH, rng.spawn(N_FRESH), N_PAIRS)
    rates = [operating_characteristics(one, calibrated.calibration) for one in made]
    return _named(cohort, calibrated) | _rates(rates)


def _calibrated_likewise(made: list[Simulated], rng: Rng) -> dict[str, str]:
    """Return the rates of samples that are each calibrated by a bootstrap of their own."""
    rates, factors, n_without = [], [], 0
    for one in made:
        own = calibrate_cohort(one.scale, rng, N_SAMPLES)
        n_without += own.problem is not None
        factors.append(own.error_factor_top)
        rates.append(operating_characteristics(one, own.calibration))
    median = f"{np.median([factor for factor in factors if factor]):.2f}"
    return {**_rates(rates), "median factor": median, "without": str(n_without)}


def _whole(cohort: str, scale: Scale, calibrated: Calibrated) -> dict[str, str]:
    truth = corrected_parameters(scale, calibrated.calibration)
    rng = np.random.default_rng([SEED, 2000])
    made = simulate(scale.cells, [truth] * N_WHOLE, rng.spawn(N_WHOLE), N_PAIRS)
    return {"cohort": cohort} | _calibrated_likewise(made, rng)


def _hostile(cohort: str, kind: str, scale: Scale, calibrated: Calibrated) -> dict[str, str]:
    cells = scale.cells
    truth = corrected_parameters(scale, calibrated.calibration)
    rng = np.random.default_rng([SEED, 3000, list(KINDS).index(kind)])
    made = []
    for _ in range(N_HOSTILE):
        pairs = equal_pairs(cells, truth.ability, rng, N_PAIRS)
        ability = truth.ability + 0.04 * rng.standard_normal(len(truth.ability))
        if kind == "a few far ahead":
            ability = _stretch_top(ability)
        ability[pairs[:, 1]] = ability[pairs[:, 0]]
        ability = (ability - ability.mean()) / ability.std()
        share = KINDS[kind](cells, replace(truth, ability=ability), rng)
        made.append(Simulated(ability, fit_scale(replace(cells, share=share)), pairs))
    return {"cohort": cohort, "truth": kind} | _calibrated_likewise(made, rng)


def operating_characteristics(simulated: Simulated, calibration: Calibration) -> dict[str, float]:
    """Return coverage of 90 % intervals and type I errors at 5 % of one simulation.

    A type I error is NaN where no two models are equal in truth.
    """
    found = calibrate(simulated.scale, calibration)
    cells, truth = simulated.scale.cells, simulated.truth
    off = np.abs(found.value - truth) / found.std_error
    top = most_able(truth)
    a, b = simulated.pairs.T
    variance = found.covariance[a, a] + found.covariance[b, b] - 2 * found.covariance[a, b]
    is_declared = np.abs(found.value[a] - found.value[b]) > 1.959964 * np.sqrt(variance)
    is_within = cells.developer[a] == cells.developer[b]
    return {
        "coverage": float((off <= Z90).mean()),
        "coverage_top": float((off[top] <= Z90).mean()),
        "bias_top": float((found.value - truth)[top].mean()),
        "type1_error_between": _share(is_declared[~is_within]),
        "type1_error_within": _share(is_declared[is_within]),
    }


def _share(of: BoolArray) -> float:
    return float(of.mean()) if len(of) else np.nan


def _stretch_top(ability: FloatArray) -> FloatArray:
    above = np.maximum(ability - np.median(ability), 0)
    return ability + 0.4 * above**2


def _profiles(
    cells: Cells, truth: Parameters, rng: Rng, drawn: FloatArray | None = None
) -> FloatArray:
    """Return draws of what developers have of their own on benchmarks, of what variance 1 is."""
    if drawn is None:
        drawn = rng.standard_normal((len(cells.developers), len(cells.benchmarks)))
    return drawn * np.sqrt(truth.developer_share * truth.extra)


def _own(cells: Cells, rng: Rng) -> FloatArray:
    """Return draws of the noise of cells, of variance 1."""
    return rng.standard_t(TAIL_DF, len(cells.share)) * np.sqrt((TAIL_DF - 2) / TAIL_DF)


def _logits(cells: Cells, truth: Parameters, own: FloatArray, profile: FloatArray) -> FloatArray:
    """Return the logits of cells: curves, profiles and noise of variance 1."""
    of = cells.benchmark
    spread = np.sqrt((1 - truth.developer_share) * truth.extra[of])
    logit = truth.intercept[of] + truth.slope[of] * truth.ability[cells.model]
    return logit + profile[cells.developer[cells.model], of] + spread * own


def _shares(
    cells: Cells,
    above: FloatArray,
    rng: Rng,
    low: FloatArray | None = None,
    high: FloatArray | float = 1.0,
) -> FloatArray:
    """Return binomial shares with some noise beside."""
    low = cells.chance if low is None else low
    n_items = cells.n_items.astype(int)
    share = rng.binomial(n_items, low + (high - low) * above) / n_items
    return np.clip(share + SHARE_NOISE * rng.standard_normal(len(share)), 0, 1)


def testlets(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Share half of a model's own noise among four benchmarks."""
    group = rng.permutation(len(cells.benchmarks)) // 4
    common = rng.standard_normal((len(cells.models), group.max() + 1))
    own = np.sqrt(0.5) * (common[cells.model, group[cells.benchmark]] + _own(cells, rng))
    return _shares(cells, expit(_logits(cells, truth, own, _profiles(cells, truth, rng))), rng)


def second_factor(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Give 40 % of a model's own noise to a second ability, of either sign by benchmark."""
    sign = rng.choice([-1.0, 1.0], len(cells.benchmarks))
    second = rng.standard_normal(len(cells.models))
    own = np.sqrt(0.4) * second[cells.model] * sign[cells.benchmark]
    own += np.sqrt(0.6) * _own(cells, rng)
    return _shares(cells, expit(_logits(cells, truth, own, _profiles(cells, truth, rng))), rng)


def heavy_tails(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Draw the noise from a t distribution with 2.5 degrees of freedom."""
    own = np.clip(rng.standard_t(2.5, len(cells.share)), -15, 15) / 2
    return _shares(cells, expit(_logits(cells, truth, own, _profiles(cells, truth, rng))), rng)


def failed_runs(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Let 2 % of all runs score from 0 to 10 %."""
    logit = _logits(cells, truth, _own(cells, rng), _profiles(cells, truth, rng))
    share = _shares(cells, expit(logit), rng)
    failed = rng.random(len(share)) < 0.02
    share[failed] = rng.uniform(0, 0.1, failed.sum())
    return share


def uneven_developers(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Multiply developers' profiles by a lognormal factor each, of standard deviation 0.7."""
    profile = _profiles(cells, truth, rng)
    profile *= np.exp(0.7 * rng.standard_normal(len(cells.developers)))[:, None]
    return _shares(cells, expit(_logits(cells, truth, _own(cells, rng), profile)), rng)


def floors(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Put floors up to 8 points above the table's chance levels, and ceilings to 10 below 100."""
    n = len(cells.benchmarks)
    low = np.clip(cells.chance + rng.uniform(0, 0.08, n)[cells.benchmark], 0, 0.6)
    high = rng.uniform(0.9, 1, n)[cells.benchmark]
    logit = _logits(cells, truth, _own(cells, rng), _profiles(cells, truth, rng))
    return _shares(cells, expit(logit), rng, low, high)


def other_curves(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Bend curves to complementary log-log: they leave the floor slowly and reach the top fast."""
    logit = _logits(cells, truth, _own(cells, rng), _profiles(cells, truth, rng))
    above = -np.expm1(-np.exp(np.clip(0.7 * logit - 0.37, -20, 3)))
    return _shares(cells, above, rng)


def copies(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Share four fifths of the own noise among three models of a developer."""
    order = np.lexsort((rng.random(len(cells.models)), cells.developer))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    # a new group where a developer begins
    start = np.searchsorted(cells.developer[order], np.arange(len(cells.developers)))
    group = cells.developer * len(order) + (place - start[cells.developer]) // 3
    _, group = np.unique(group, return_inverse=True)
    common = rng.standard_normal((group.max() + 1, len(cells.benchmarks)))
    own = np.sqrt(0.8) * common[group[cells.model], cells.benchmark]
    own += np.sqrt(0.2) * _own(cells, rng)
    return _shares(cells, expit(_logits(cells, truth, own, _profiles(cells, truth, rng))), rng)


def five_domains(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Let developers' profiles agree within five domains of benchmarks, by correlations of 0.75."""
    domain = rng.permutation(len(cells.benchmarks)) % 5
    common = rng.standard_normal((len(cells.developers), 5))[:, domain]
    own = rng.standard_normal(common.shape)
    profile = _profiles(cells, truth, rng, np.sqrt(0.75) * common + np.sqrt(0.25) * own)
    return _shares(cells, expit(_logits(cells, truth, _own(cells, rng), profile)), rng)


def two_factors(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Give 70 % of developers' profiles to two factors, of random loadings on benchmarks."""
    loading = rng.standard_normal((2, len(cells.benchmarks)))
    loading /= np.sqrt((loading**2).sum(axis=0))
    common = rng.standard_normal((len(cells.developers), 2)) @ loading
    own = rng.standard_normal(common.shape)
    profile = _profiles(cells, truth, rng, np.sqrt(0.7) * common + np.sqrt(0.3) * own)
    return _shares(cells, expit(_logits(cells, truth, _own(cells, rng), profile)), rng)


def far_ahead(cells: Cells, truth: Parameters, rng: Rng) -> FloatArray:
    """Stretch abilities above the median, the best most."""
    logit = _logits(cells, truth, _own(cells, rng), _profiles(cells, truth, rng))
    return _shares(cells, expit(logit), rng)


KINDS: dict[str, Callable[[Cells, Parameters, Rng], FloatArray]] = {
    "testlets": testlets,
    "second factor": second_factor,
    "heavy tails": heavy_tails,
    "failed runs": failed_runs,
    "uneven developers": uneven_developers,
    "floors and ceilings": floors,
    "other curves": other_curves,
    "copies": copies,
    "five domains": five_domains,
    "two factors": two_factors,
    "a few far ahead": far_ahead,
}


if __name__ == "__main__":
    main(*sys.argv[1:])
