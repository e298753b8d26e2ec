"""Whether intervals of falling prices cover, and whether the cheapest are so as often as stated.

python benchmarks/prices.py [build.duckdb] > benchmarks/results/prices.md    # half a minute

A truth is set, an error of the abilities is drawn from the joint draws, and the draws are put
around what is then estimated. The fall that is to be covered is that of the true abilities, at the
same prices. Last: how far the falls that Epoch AI printed in March 2025 differ, and what is
left of their range without their errors.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from scipy import stats

ROOT = Path(__file__).resolve().parents[1]
SEED, REPEATS = 20261202, 1000
LEVELS, LEVELS_SINCE = np.arange(105.0, 151.0, 5.0), np.arange(95.0, 151.0, 5.0)
TRUTHS = ("as estimated", "near", "shrunk", "other prices")
YEAR = 365.25
#: Where the stated probabilities of the cheapest are cut.
CUTS = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 1.01)
MODELS = """
    select cohort_id, released_on, last_day, log_first, log_latest, points, draws
    from {schema}.int_price_models where log_first is not null
    order by cohort_id, released_on, log_first, weights"""
PUBLISHED = """
    select cohort_id, factor, factor_high from statistics.stat_price_declines
    where window_name = 'all' and view = 'main' and status = 'ok'
    order by cohort_id"""
WINDOWS = f"""
    select cohort_id, window_name, starts_on, factor, factor_high
    from statistics.stat_price_declines
    inner join '{ROOT}/seeds/prices/price_windows.csv' using (window_name)
    where starts_on is not null and view = 'main' and status = 'ok'
    order by cohort_id, starts_on"""
SCHEMA = "select schema_name from duckdb_tables() where table_name = 'int_price_models'"


class Market:
    """Priced models in the order of their release, the cheaper of one day first."""

    def __init__(self, models: pl.DataFrame) -> None:
        self.day = models["released_on"].to_physical().to_numpy().astype(float)
        self.last_day = float(models["last_day"].to_physical()[0])
        self.first = models["log_first"].to_numpy()
        self.latest = models["log_latest"].fill_null(np.inf).to_numpy()
        self.points = models["points"].to_numpy()
        draws = np.array(models["draws"].to_list()).T
        self.errors = draws - draws.mean(axis=0)

    def rate(self, points: np.ndarray, since: float | None = None) -> np.ndarray:
        """Return the yearly fall of the log price, pooled over levels; points of shape (s, n).

        With a first day, of the levels reached by then and from then on.
        """
        fall = days = np.zeros(len(points))
        for level in LEVELS if since is None else LEVELS_SINCE:
            able = points >= level
            least = np.where(able, self.latest, np.inf).min(axis=1)
            leader = able.argmax(axis=1)
            first, start, reached = self.first[leader], self.day[leader], able.any(axis=1)
            if since is not None:
                known = able & (self.day <= since)
                first = np.where(known, self.first, np.inf).min(axis=1)
                start, reached = np.full(len(points), since), known.any(axis=1)
            n_days = self.last_day - start
            counts = reached & (n_days >= 365) & np.isfinite(least)
            fall = fall + np.where(counts, np.where(reached, first, 0.0) - least, 0.0)
            days = days + np.where(counts, n_days, 0.0)
        return YEAR * fall / days

    def are_cheapest(self, points: np.ndarray) -> np.ndarray:
        """Return which models on sale none as able undercuts; shape (s, models on sale)."""
        sold = np.flatnonzero(np.isfinite(self.latest))
        order = sold[np.argsort(self.latest[sold], kind="stable")]
        best = np.maximum.accumulate(points[:, order], axis=1)
        before = np.pad(best[:, :-1], ((0, 0), (1, 0)), constant_values=-np.inf)
        return np.asarray(points[:, order] > before)

    def shrink(self) -> np.ndarray:
        """Return points as far apart as true ones may be: estimates are spread by their errors."""
        trend = np.polyval(np.polyfit(self.day, self.points, 1), self.day)
        spread = self.points - trend
        share = max(1 - self.errors.var() / spread.var(), 0.0)
        return np.asarray(trend + np.sqrt(share) * spread)

    def deal_prices(self, rng: np.random.Generator) -> None:
        """Deal what ability and day do not explain of log prices out anew."""
        design = np.column_stack([np.ones_like(self.day), self.points, self.day])
        explained = design @ np.linalg.lstsq(design, self.first, rcond=None)[0]
        changed = explained + rng.permutation(self.first - explained) - self.first
        self.first = self.first + changed
        self.latest = self.latest + changed


def simulate(
    models: pl.DataFrame, truth: str, multiple: float, since: float | None = None
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the coverage, and the stated and true places of the models of all repeats."""
    rng, covered, stated, true = np.random.default_rng(SEED), [], [], []
    for repeat in range(REPEATS):
        market = Market(models)
        if truth == "other prices":
            market.deal_prices(rng)
        points = market.shrink() if truth == "shrunk" else market.points
        if truth in ("near", "other prices"):
            points = points + market.errors[rng.integers(len(market.errors))]
        estimate = points + market.errors[rng.integers(len(market.errors))]
        draws = estimate + market.errors
        realised, found = market.rate(np.stack([points, estimate]), since)
        covered.append(abs(found - realised) <= multiple * market.rate(draws, since).std(ddof=1))
        if repeat % 5 == 0:
            stated.append(market.are_cheapest(draws).mean(axis=0))
            true.append(market.are_cheapest(points[None])[0])
    return float(np.mean(covered)), np.concatenate(stated), np.concatenate(true)


def print_printed() -> None:
    """Print whether the printed falls differ, and between which numbers nine of ten true ones lie.

    Random effects after DerSimonian and Laird (1986), Controlled Clinical Trials 7, 177-188.
    """
    falls = pl.read_csv(ROOT / "benchmarks/data/printed_price_falls.csv")
    rates = falls["factor"].log10().to_numpy()
    ends = (falls["factor_high_90"] / falls["factor_low_90"]).log10().to_numpy() / 2
    errors = ends / stats.t.ppf(0.95, falls["n_prices"].to_numpy() - 2)
    weights = errors**-2
    q = (weights * (rates - np.average(rates, weights=weights)) ** 2).sum()
    df = len(rates) - 1
    between = max(0, (q - df) / (weights.sum() - (weights**2).sum() / weights.sum()))
    both = 1 / (errors**2 + between)
    mean, tau = np.average(rates, weights=both), np.sqrt(between)
    error, z = both.sum() ** -0.5, stats.norm.ppf(0.95)
    median, largest = falls["factor"].median(), falls["factor"].max()
    print("\n## Falls as Epoch AI printed them on 12 March 2025\n")
    print(f"{len(rates)} falls: median {median:.0f}-fold, largest {largest:.0f}-fold. They differ:")
    print(f"Q = {q:.0f} on {df} degrees of freedom, p = {stats.chi2.sf(q, df):.1e}; the standard")
    print(f"deviation of true ones is {tau:.2f} in log10. Series share models, so p is too small.")
    print(f"Pooled {10**mean:.0f}-fold (90 % {10 ** (mean - z * error):.0f} to", end=" ")
    print(f"{10 ** (mean + z * error):.0f}); nine of ten true ones lie between")
    print(f"{10 ** (mean - z * tau):.0f} and {10 ** (mean + z * tau):.0f}.")


def print_since(models: pl.DataFrame, windows: list[tuple]) -> None:
    """Print the coverage of the falls since the days of claims."""
    print("\n## Since the day of a claim\n\n| cohort | window |", " | ".join(TRUTHS), "|")
    print("| --- " * (2 + len(TRUTHS)) + "|")
    for cohort, window, starts_on, factor, factor_high in windows:
        own, since = models.filter(cohort_id=cohort), float((starts_on - date(1970, 1, 1)).days)
        market = Market(own)
        found = np.exp(market.rate(market.points[None], since))[0]
        np.testing.assert_allclose(found, factor, rtol=1e-9)
        spread = market.rate(market.points + market.errors, since).std(ddof=1)
        multiple = float(np.log(factor_high / factor) / spread)
        covered = (simulate(own, truth, multiple, since)[0] for truth in TRUTHS)
        print(f"| {cohort} | {window} |", " | ".join(f"{100 * c:.1f} %" for c in covered), "|")


def main() -> None:
    """Print the coverage of each cohort's interval and the calibration of its cheapest models."""
    build = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "target/build.duckdb"
    with duckdb.connect(str(build), read_only=True) as connection:
        ((schema,),) = connection.sql(SCHEMA).fetchall()
        models = connection.sql(MODELS.format(schema=schema)).pl()
        published = connection.sql(PUBLISHED).fetchall()
        windows = connection.sql(WINDOWS).fetchall()
    print("# Falling prices: coverage and calibration\n\n`python benchmarks/prices.py`\n")
    print(f"{REPEATS:,} draws of errors per truth: the estimates, others as near as errors are,")
    print("points less spread, and prices dealt out anew. Intervals state 90 %. Behind: the mean")
    print("stated probability of being the cheapest of one's ability, and how many are.\n")
    heads = ["cohort", "truth", "covered", *(f"from {low:g}" for low in CUTS[:-1])]
    print("|", " | ".join(heads), "|")
    print("| --- " * len(heads) + "|")
    for cohort, factor, factor_high in published:
        own = models.filter(cohort_id=cohort)
        market = Market(own)
        np.testing.assert_allclose(np.exp(market.rate(market.points[None]))[0], factor, rtol=1e-9)
        spread = market.rate(market.points + market.errors).std(ddof=1)
        multiple = float(np.log(factor_high / factor) / spread)
        for truth in TRUTHS:
            covered, stated, true = simulate(own, truth, multiple)
            bins = np.digitize(stated, CUTS) - 1
            rates = [
                f"{stated[bins == i].mean():.2f}: {true[bins == i].mean():.2f}"
                if (bins == i).any()
                else ""
                for i in range(len(CUTS) - 1)
            ]
            print(f"| {cohort} | {truth} | {100 * covered:.1f} % |", " | ".join(rates), "|")
    print_since(models, windows)
    print_printed()


if __name__ == "__main__":
    main()
