"""How often tests of groups and of size err on whole samples, each fitted as a build fits it.

python benchmarks/type1_error_groups.py            # writes results/type1_error_groups.md
python benchmarks/type1_error_groups.py --size     # writes its last two sections alone

Scores without a difference are drawn row by row on designs of the last build, so that effects of
uploaders can cross base families. Nothing is taken from the real scores but who is in which group,
base family, model generation and whose upload.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray
from tables import table

from analysis_py.statistics.dependence.clustered_pairs import fit_cluster_robust
from analysis_py.statistics.gamm.engine import terms_table
from analysis_py.statistics.gamm.model_spec import BASE, SIZE, UPLOADER
from analysis_py.statistics.gamm.plans import ModelPlan, model_frame, plan_model
from analysis_py.statistics.numerics.contrast_tests import holm

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks/results/type1_error_groups.md"
SEED, LEVEL = 20240115, 0.05
#: Simulated samples by which each drawn sample is calibrated.
CALIBRATION = 1000
Array = NDArray[np.float64]
Codes = NDArray[np.int64]

#: Cohort, benchmark, factor, and the effect in standard deviations whose power is asked.
DESIGNS = (
    ("january_2024", "arc", "training_type", 0.4),
    ("paper_2024_01", "gsm8k", "parameter_range", 0.8),
    ("january_2024", "arc", "parameter_range", 0.8),
)
ARCHITECTURES = ("paper_2024_01", "arc", "architecture_family")
SIZES = (("january_2024", "mmlu"), ("paper_2024_01", "winogrande"))
ROWS = """
    select
        levels.level,
        if(levels.factor like 'architecture%', rows.lineage_family, rows.base_family) as cluster,
        rows.lineage_family as generation,
        lower(split_part(rows.model_name, '/', 1)) as uploader
    from intermediate.int_cohort_levels_assigned as levels
    join intermediate.int_cohort_scores_selected as scores using (cohort_id, evaluation_id)
    join marts.fct_evaluations as rows using (evaluation_id)
    where levels.is_tested and rows.base_family is not null
        and not (levels.factor like 'architecture%' and levels.level = 'Other')
        and (levels.cohort_id, scores.benchmark_id, levels.factor) = ($cohort, $benchmark, $factor)
    order by levels.evaluation_id
"""


@dataclass(frozen=True)
class Rows:
    """Who each row is: numbers of its group, cluster, generation and uploader."""

    level: Codes
    cluster: Codes
    generation: Codes
    uploader: Codes
    unit: str

    @classmethod
    def of(cls, frame: pl.DataFrame, unit: str) -> "Rows":
        """Return numbers for what a frame names."""
        names = ("level", "cluster", "generation", "uploader")
        codes = [np.unique(frame[name].to_numpy(), return_inverse=True)[1] for name in names]
        return cls(*codes, unit)

    def sums(self, score: Array, key: tuple[str, str, str]) -> pl.DataFrame:
        """Sum scores by cluster and level, as int_base_family_levels_summed does."""
        k = int(self.level.max()) + 1
        found, place = np.unique(self.cluster * k + self.level, return_inverse=True)
        n = np.bincount(place)
        mean = np.bincount(place, score) / n
        line = np.zeros(len(found), dtype=np.int64)
        line[place] = self.generation
        return pl.DataFrame(
            {
                "level": (found % k).astype(str),
                "base_family": (found // k).astype(str),
                "lineage_family": line.astype(str),
                "n_obs": n,
                "total_units": np.rint(n * mean * 1e6).astype(np.int64),
                "sum_squares": np.bincount(place, (score - mean[place]) ** 2),
            }
        ).with_columns(
            cohort_id=pl.lit(key[0]),
            benchmark_id=pl.lit(key[1]),
            factor=pl.lit(key[2]),
            level_order=pl.lit(0),
            is_tested=pl.lit(True),
            cluster_unit=pl.lit(self.unit),
        )


def normal(rows: Rows, rng: np.random.Generator) -> Array:
    """Draw families and rows from a normal distribution."""
    return _units(rng, rows.cluster, 0.55) + _units(rng, np.arange(len(rows.level)), 0.45)


def heavy(rows: Rows, rng: np.random.Generator) -> Array:
    """Draw families and rows from a t with 3 degrees of freedom."""
    family = rng.standard_t(3, rows.cluster.max() + 1)[rows.cluster]
    return np.sqrt(0.55 / 3) * family + np.sqrt(0.45 / 3) * rng.standard_t(3, len(rows.level))


def spreads(rows: Rows, rng: np.random.Generator) -> Array:
    """Let families differ in groups, and groups in either spread by a factor of up to 3."""
    k = int(rows.level.max()) + 1
    between, within = (np.geomspace(1, 3, k)[rng.permutation(k)][rows.level] for _ in range(2))
    family = _units(rng, rows.cluster, 0.35) + _units(rng, rows.cluster * k + rows.level, 0.2)
    return family * between + _units(rng, np.arange(len(rows.level)), 0.45) * within


def ceiling(rows: Rows, rng: np.random.Generator) -> Array:
    """Draw on the scale of the logit, and cut scores off at 90 %."""
    z = 1 + _units(rng, rows.cluster, 3.2) + _units(rng, np.arange(len(rows.level)), 1.4)
    return np.minimum(100 / (1 + np.exp(-z)), 90) / 10


def floor(rows: Rows, rng: np.random.Generator) -> Array:
    """Draw on the scale of the logit, most families near 0."""
    z = _units(rng, rows.cluster, 9) + _units(rng, np.arange(len(rows.level)), 0.6) - 2
    return 100 / (1 + np.exp(-z)) / 10


def generations(rows: Rows, rng: np.random.Generator) -> Array:
    """Draw generations, and let them differ in groups."""
    k = int(rows.level.max()) + 1
    shared = _units(rng, rows.generation, 0.3) + _units(rng, rows.generation * k + rows.level, 0.2)
    return shared + _units(rng, rows.cluster, 0.15) + _units(rng, np.arange(len(rows.level)), 0.35)


def uploaders(rows: Rows, rng: np.random.Generator) -> Array:
    """Draw families and, across them, uploaders with a fifth of the variance."""
    crossed = _units(rng, rows.cluster, 0.4) + _units(rng, rows.uploader, 0.2)
    return crossed + _units(rng, np.arange(len(rows.level)), 0.4)


def batches(rows: Rows, rng: np.random.Generator) -> Array:
    """Draw families and their uploaders; fine-tunes of one uploader share half of the variance."""
    batch = rows.cluster * (rows.uploader.max() + 1) + rows.uploader
    shared = _units(rng, rows.cluster, 0.35) + _units(rng, batch, 0.5)
    return shared + _units(rng, np.arange(len(rows.level)), 0.15)


def _units(rng: np.random.Generator, unit: Codes, variance: float) -> Array:
    found, place = np.unique(unit, return_inverse=True)
    return np.asarray(np.sqrt(variance) * rng.standard_normal(len(found))[place])


Generator = Callable[[Rows, np.random.Generator], Array]
GROUPS: tuple[Generator, ...] = (
    normal,
    heavy,
    spreads,
    ceiling,
    floor,
    generations,
    uploaders,
    batches,
)
#: Shares of the variance of families, uploaders and batches, the models that one uploader makes of
#: one base, where size means nothing; and whether effects of all but families are skewed.
OF_SIZE = {
    "no uploaders": (0.5, 0.0, 0.0, False),
    "uploaders 23 %": (0.5, 0.23, 0.0, False),
    "uploaders 40 %": (0.3, 0.4, 0.0, False),
    "batches 30 %": (0.3, 0.1, 0.3, False),
    "batches 30 %, skewed": (0.3, 0.1, 0.3, True),
    "batches 30 %, skewed, no uploaders": (0.3, 0.0, 0.3, True),
}
HEADING = "## The curve of size"


def drawn(
    rows: Rows, key: tuple[str, str, str], draw: Generator, size: int, effect: float = 0.0
) -> Iterator[tuple[dict[str, object], pl.DataFrame]]:
    """Yield the omnibus test and the default's pairs of each sample."""
    rng = np.random.default_rng((SEED, GROUPS.index(draw), int(100 * effect)))
    k = int(rows.level.max()) + 1
    for i in range(size):
        score = draw(rows, rng)
        if effect:
            score = score + effect * score.std() * np.isin(rows.level, rng.permutation(k)[: k // 2])
        fit = fit_cluster_robust(rows.sums(50 + 10 * score, key), CALIBRATION, SEED + i)
        pairs = fit.select("pairs").explode("pairs").unnest("pairs").filter(method="mixed_cr2")
        pairs = pairs.with_columns(p_adjusted=pl.Series(holm(pairs["p_value"].to_list())))
        yield fit["omnibus"][0][0], pairs


def of_omnibus(rows: Rows, key: tuple[str, str, str], size: int, effect: float) -> pl.DataFrame:
    """Return, by null, how often all groups and how often the least pair differ, in percent."""
    found = []
    for draw, shift in [*((draw, 0.0) for draw in GROUPS), (normal, effect), (uploaders, effect)]:
        counts = np.zeros(3)
        for omnibus, pairs in drawn(rows, key, draw, size, shift):
            p = omnibus["p_wald"]
            decides = (pl.col("df_den") >= 4) & pl.col("type1_error").is_between(0.03, 0.07)
            least = pairs.filter(decides)["p_adjusted"].min()
            is_told, is_pair = p is not None and p < LEVEL, least is not None and least < LEVEL
            counts += [is_told, is_pair, is_told or is_pair]
        what = f"{draw.__name__}, half of the groups +{shift} sd" if shift else draw.__name__
        found.append((" ".join(key), what, size, *(100 * counts / size).round(1)))
    columns = ["design", "scores", "samples", "Wald", "least pair", "either"]
    return pl.DataFrame(found, columns, orient="row")


def of_architectures(rows: Rows, key: tuple[str, str, str], size: int) -> pl.DataFrame:
    """Return, by null, how often the pairs that the design lets be tested differ, in percent."""
    found = []
    for draw in GROUPS:
        tests = pl.concat([pairs for _, pairs in drawn(rows, key, draw, size)])
        rates = (
            tests.filter(pl.col("status") != "fewer than four model generations on a side")
            .group_by("group_a", "group_b")
            .agg((pl.col("p_value") < LEVEL).fill_null(False).mean().alias("rate"))
        )["rate"]
        mean, worst = (round(100 * float(x), 1) for x in (rates.to_numpy().mean(), rates.max()))
        found.append((draw.__name__, size, len(rates), mean, worst))
    columns = ["scores", "samples", "pairs", "mean", "worst"]
    return pl.DataFrame(found, columns, orient="row")


def of_size(frame: pl.DataFrame, cohort: str, benchmark: str, size: int) -> pl.DataFrame:
    """Return, by shares of the variance, how often the curve of size is significant, in percent."""
    response = f"log_{benchmark}"
    rows = frame.drop_nulls([SIZE, "architecture", BASE, UPLOADER, response])
    names = rows[BASE], rows[UPLOADER], rows.select(pl.concat_str(BASE, UPLOADER, separator=" "))
    units = [np.unique(name.to_numpy(), return_inverse=True)[1].ravel() for name in names]
    found = []
    for j, (name, (*shares, is_skewed)) in enumerate(OF_SIZE.items()):
        rng, rejected = np.random.default_rng((SEED, j)), np.zeros(2)
        for _ in range(size):
            y = _units(rng, np.arange(rows.height), 1 - sum(shares))
            for k, (unit, share) in enumerate(zip(units, shares, strict=True)):
                y += (_skewed if is_skewed and k else _units)(rng, unit, share)
            sample = rows.with_columns(pl.Series(response, y / 5))
            for i, each in enumerate((sample.drop(UPLOADER), sample)):
                plan = plan_model(each, "size_clustered", benchmark, [benchmark])
                # the thorough search of a build gives the same p to five digits
                p = terms_table(plan.fit(is_thorough=False)).filter(term=f"s({SIZE})")["p_value"]
                rejected[i] += p.item() < LEVEL
        found.append((f"{cohort} {benchmark}", name, size, *(100 * rejected / size).round(1)))
    columns = ["design", "scores", "samples", "without the term", "with it"]
    return pl.DataFrame(found, columns, orient="row")


def _skewed(rng: np.random.Generator, unit: Codes, variance: float) -> Array:
    found, place = np.unique(unit, return_inverse=True)
    return np.asarray(np.sqrt(variance) * (rng.exponential(size=len(found)) - 1)[place])


def _shown(found: pl.DataFrame) -> str:
    return "\n".join(table(found.iter_rows(named=True)))


def shares_of_batches(frame: pl.DataFrame, cohort: str, benchmarks: list[str]) -> pl.DataFrame:
    """Return the shares of the variance beside the curve of size, with an effect of batches."""
    batches = f"{BASE}_{UPLOADER}"
    frame = frame.with_columns(pl.concat_str(BASE, UPLOADER, separator=" ").alias(batches))
    found = []
    for benchmark in benchmarks:
        plan = plan_model(frame, "size_clustered", benchmark, benchmarks)
        rows = frame.drop_nulls(plan.rows.columns)
        wider = ModelPlan(f'{plan.formula} + s({batches}, bs="re")', rows)
        fits = [each.fit(is_thorough=False) for each in (plan, wider)]
        effects = [f"s({name})" for name in (BASE, UPLOADER, batches, "architecture")]
        variances = [fits[1].scale / fits[1].smoothing[effect] for effect in effects]
        whole = fits[1].scale + sum(variances)
        shares = [f"{100 * variance / whole:.0f}" for variance in variances[:3]]
        ps = [terms_table(fit).filter(term=f"s({SIZE})")["p_value"].item() for fit in fits]
        ratio = f"{2 * (fits[0].reml - fits[1].reml):.0f}"
        found.append((f"{cohort} {benchmark}", *shares, ratio, *(f"{p:.0e}" for p in ps)))
    columns = ["design", "families", "uploaders", "batches", "likelihood ratio"]
    columns += ["p of size without", "p of size with"]
    return pl.DataFrame(found, columns, orient="row")


def frame_of(
    connection: duckdb.DuckDBPyConnection, cohort: str, benchmarks: list[str]
) -> pl.DataFrame:
    """Return the rows from which a build fits the GAMMs of a cohort."""
    members, scores = (
        connection.sql(
            f"from intermediate.{name} where cohort_id = $cohort order by all",
            params={"cohort": cohort},
        ).pl()
        for name in ("int_gamm_members", "int_gamm_scores")
    )
    return model_frame(members, scores, benchmarks)


def shares_section(connection: duckdb.DuckDBPyConnection) -> str:
    """Fit the scores themselves with an effect of batches, and return the section about it."""
    found = []
    for cohort, _ in SIZES:
        query = """select benchmark_id from intermediate.int_cohort_benchmarks_selected
            where cohort_id = $cohort order by benchmark_order"""
        names = [row[0] for row in connection.execute(query, {"cohort": cohort}).fetchall()]
        found.append(shares_of_batches(frame_of(connection, cohort, names), cohort, names))
    return f"""
## Batches in the data

Percent of the variance beside the curve of size where `size_clustered` has one more random effect,
of batches; twice the gain in restricted likelihood; and the p value of size without it and with it.

{_shown(pl.concat(found))}
"""


def size_section(connection: duckdb.DuckDBPyConnection, n: int) -> str:
    """Simulate curves of size, and return the section about them."""
    found, began = [], time.process_time()
    for cohort, benchmark in SIZES:
        frame = frame_of(connection, cohort, [benchmark])
        found.append(of_size(frame, cohort, benchmark, n))
    error = 100 * (LEVEL * (1 - LEVEL) / n) ** 0.5
    return f"""{HEADING}

`python benchmarks/type1_error_groups.py --size --simulations {n}`: of `size_clustered`, where size
means nothing, without and with the random effect of the uploader. Families have 30 or 50 % of the
variance; a batch is the models that one uploader makes of one base, and skewed are all effects but
those of families. The standard error of a true 5 % is {error:.1f} points.
{time.process_time() - began:.0f} CPU seconds.

{_shown(pl.concat(found))}
"""


def group_sections(connection: duckdb.DuckDBPyConnection, n: int) -> str:
    """Simulate groups, and return the sections about them."""

    def rows_of(key: tuple[str, str, str], unit: str) -> Rows:
        names = dict(zip(("cohort", "benchmark", "factor"), key, strict=True))
        return Rows.of(connection.sql(ROWS, params=names).pl(), unit)

    began = time.process_time()
    designs = [(key, effect, rows_of(key, "base family")) for *key, effect in DESIGNS]
    architectures = rows_of(ARCHITECTURES, "model generation")
    omnibus = pl.concat([of_omnibus(rows, tuple(key), n, effect) for key, effect, rows in designs])
    pairs = of_architectures(architectures, ARCHITECTURES, n)
    words = "\n".join(f"- **{draw.__name__}**: {draw.__doc__}" for draw in GROUPS)
    error = 100 * (LEVEL * (1 - LEVEL) / n) ** 0.5
    return f"""# How often tests of groups and of size err on whole samples

`python benchmarks/type1_error_groups.py --simulations {n}`, seed {SEED}: share of samples in which
a test says "different" at the nominal 5 %, in percent. Each sample is calibrated by itself, with
{CALIBRATION} samples of each stated null. The standard error of a true 5 % is {error:.1f} points.
{time.process_time() - began:.0f} CPU seconds.

{words}

## All groups of a factor

The Wald test, the least p of the pairs after Holm's correction over them, and either, which is what
`stat_cluster_omnibus.p_value` says; there the least p is adjusted for the benchmarks too.

{_shown(omnibus)}

## Pairs of architectures

Those with four model generations on either side, always tested, on {" ".join(ARCHITECTURES)}.

{_shown(pairs)}

"""


def main() -> None:
    """Simulate and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=200)
    parser.add_argument("--build", type=Path, default=ROOT / "target/build.duckdb")
    parser.add_argument("--size", action="store_true", help="the sections of size alone")
    options = parser.parse_args()
    with duckdb.connect(str(options.build), read_only=True) as connection:
        groups = RESULTS.read_text().split(HEADING)[0]
        if not options.size:
            groups = group_sections(connection, options.simulations)
        sizes = size_section(connection, options.simulations)
        RESULTS.write_text(groups + sizes + shares_section(connection))
    print(RESULTS.read_text())


if __name__ == "__main__":
    main()
