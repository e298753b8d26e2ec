"""The lead of tuned models: clubSandwich, the published table, and data of known leads."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.adjustment.lead_decomposition import GAINED
from analysis_py.statistics.adjustment.tuning_leads import METHODS, tuning_leads

#: R prints twelve digits; its spline has another basis of the same curves.
EXACT = 1e-6
NUMBERS = ("estimate", "std_error", "df_den", "ci_low", "ci_high", "p_value")


def summed(rows, score="score"):
    """Sum rows as int_tuning_cells_summed does."""
    by = ("training_type", "base_family", "lineage_family", "is_base_family_resolved")
    return rows.group_by(*by, "parameters_b").agg(
        pl.lit("c").alias("cohort_id"),
        pl.lit(score).alias("benchmark_id"),
        pl.col(score).count().cast(pl.Int64).alias("n_obs"),
        (pl.col(score) * 1e6).round().cast(pl.Int64).sum().alias("total_units"),
    )


@pytest.mark.parametrize("benchmark", ["arc", "truthfulqa"])
def test_every_way_of_counting_matches_clubsandwich(project, benchmark):
    folder = project / "tests/reference/adjustment"
    rows = pl.read_csv(folder / "tuning_rows.csv", infer_schema_length=None)
    expected = pl.read_csv(folder / "tuning_leads.csv").filter(benchmark=benchmark)
    found = {row.method: row for row in tuning_leads(summed(rows, benchmark))}
    assert set(expected["method"]) == {*METHODS, GAINED}
    for row in expected.to_dicts():
        # the errors of what is gained are a jackknife's, those of R are CR2
        for number in NUMBERS if row["method"] in METHODS else ("estimate",):
            mine = getattr(found[row["method"]], number)
            assert mine == pytest.approx(row[number], rel=EXACT, abs=1e-12), (row["method"], number)


def board(gain):
    """Return a board on which better bases have more tunes, each better by a gain.

    Of six bases of three generations, base i scores 10 i and has i² tunes.
    """
    rows = []
    for i in range(1, 7):
        base = {
            "base_family": f"base {i}",
            "lineage_family": f"generation {i % 3}",
            "is_base_family_resolved": True,
            "parameters_b": float(i),
        }
        noise = 0.1 * (-1) ** i
        rows.append({"training_type": "pretrained", "score": 10.0 * i, **base})
        rows += [
            {"training_type": "tuned", "score": 10.0 * i + gain + noise + 0.01 * j, **base}
            for j in range(i * i)
        ]
    return pl.DataFrame(rows)


@pytest.mark.parametrize("gain", [0.0, 5.0])
def test_the_lead_of_better_bases_is_no_gain(gain):
    found = {row.method: row for row in tuning_leads(summed(board(gain)))}
    assert found["all evaluations"].estimate > gain + 10
    for method in ("each base once", "own base", "own base, by evaluation"):
        assert found[method].estimate == pytest.approx(gain, abs=0.3)
    assert found["own base"].n_clusters == 3
    assert found["own base"].n_bases == 6


def test_a_base_that_is_not_resolved_is_no_base():
    rows = board(2.0)
    other = rows.head(9).with_columns(
        base_family=pl.lit("unresolved"), is_base_family_resolved=False, score=pl.lit(90.0)
    )
    with_it = tuning_leads(summed(pl.concat([rows, other])))
    without = tuning_leads(summed(rows))
    for a, b in zip(with_it, without, strict=True):
        assert (a == b) == (a.method != "all evaluations"), a.method


def test_what_cannot_be_compared_says_why():
    rows = board(1.0)
    alone = rows.filter((pl.col("training_type") == "tuned") | (pl.col("base_family") == "none"))
    assert tuning_leads(summed(alone)) == []
    apart = rows.with_columns(base_family=pl.col("base_family") + pl.col("training_type"))
    found = {row.method: row for row in tuning_leads(summed(apart))}
    assert found["own base"].status == "no evaluation of a group"
    assert found["each base once"].status == "ok"
    one = rows.with_columns(lineage_family=pl.lit("one generation"))
    found = {row.method: row for row in tuning_leads(summed(one))}
    assert found["own base"].status == "one lineage family"
    assert found["own base"].estimate is None


@pytest.mark.simulation
def test_the_gain_over_the_own_base_keeps_its_level_where_generations_differ(project):
    """Nominal 0.05 on January's bases; 400 samples put three standard errors at 0.033."""
    path = project / "tests/reference/adjustment/tuning_rows.csv"
    rows = pl.read_csv(path, infer_schema_length=None).with_row_index()
    rng = np.random.default_rng(20240112)
    tuned = (rows["training_type"] == "instruction-tuned").to_numpy()

    def drawn(by, sd):
        _, place = np.unique(rows[by].to_numpy(), return_inverse=True)
        return rng.normal(0, sd, place.max() + 1)[place]

    rejected = 0
    for _ in range(400):
        gain = drawn("lineage_family", 2.0) + drawn("base_family", 1.5)
        score = 50 + drawn("base_family", 8.0) + tuned * gain + rng.normal(0, 4, len(rows))
        leads = tuning_leads(summed(rows.with_columns(score=pl.Series(score))))
        rejected += next(row.p_value < 0.05 for row in leads if row.method == "own base")
    assert 0.017 <= rejected / 400 <= 0.083, rejected / 400


def test_all_evaluations_is_the_plain_comparison_clustered_by_base(warehouse):
    """One number has one value, and one error rate: those of stat_cluster_robust by cr2."""
    rows, apart = warehouse.sql("""
        select count(*), max(abs(abs(leads.estimate) - abs(pairs.estimate))
            + abs(leads.std_error - pairs.std_error) + abs(leads.type1_error - pairs.type1_error))
        from statistics.stat_within_base as leads
        join statistics.stat_cluster_robust as pairs using (cohort_id, benchmark_id, factor)
        where leads.method = 'all evaluations' and pairs.method = 'cr2' and leads.status = 'ok'
          and pairs.status = 'ok' and leads.group_a in (pairs.group_a, pairs.group_b)
          and 'pretrained' in (pairs.group_a, pairs.group_b)
    """).fetchall()[0]
    assert rows >= 60
    assert apart < 1e-8
