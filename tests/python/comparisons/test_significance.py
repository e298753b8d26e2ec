"""One meaning of *significant*: Holm over the family of a statement, in one macro and column."""

import re

import numpy as np
import polars as pl
import pytest
from scipy import stats
from sql_models import run_macro
from statsmodels.stats.multitest import multipletests

from analysis_py.statistics.numerics.contrast_tests import holm

#: A p-value beside a number, a level or one minus one; 0.001 is how small ones are printed,
#: and those above 0.5 tell the share of true null hypotheses.
COMPARED = re.compile(
    r"\b(?:\w*p_value\w*|p_\w*(?:adjusted|holm|tukey|equivalence)\w*)[\"')]*\s*[<>]=?\s*"
    r"(?!0\.001\b|0\.5\b)(?:0?\.\d|\(?\s*1 - |\(\s*select|(?:\{\{ )?significance_level)"
    r"|p_value\w*\",\s*\"(?:lt|le|gt|ge)\""
)
#: An end of an interval beside zero, or both of one sign.
EXCLUDES_ZERO = re.compile(
    r"\b\w*(?:ci|ahead|simultaneous)_(?:low|high)\b(?: \* [\w.]+)?\s*[<>]=?\s*0\b"
)


def files(root, *patterns):
    return [path for pattern in patterns for path in root.glob(pattern)]


def adjusted(rows, p, *family):
    """Return the rows with a p-value and ``by_holm``, adjusted over what shares a family."""
    rows = rows.drop_nulls(p)
    places = rows.with_row_index("place").group_by(family, maintain_order=True).agg("place")
    by_holm = np.empty(rows.height)
    for at in places["place"]:
        by_holm[at.to_numpy()] = holm(rows[p].gather(at).to_list())
    return rows.with_columns(by_holm=by_holm)


@pytest.mark.parametrize("seed", range(5))
def test_the_macro_is_holm_s_adjustment(seed):
    """Over families of their own, with ties, tests without a p-value and p-values of 0."""
    rng = np.random.default_rng(seed)
    p = [0.0, 0.004, 0.01, 0.03, 0.2, None]
    rows = pl.DataFrame({"p": [p[i] for i in rng.integers(0, 6, 60)], "f": np.arange(60) % 7})
    expected = adjusted(rows, "p", "f")["by_holm"].sort()
    found = run_macro("holm('p', 'f')", rows)
    assert found.null_count() == rows["p"].null_count()
    np.testing.assert_allclose(found.drop_nulls().sort(), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("table", "tests", "p", "name"),
    [
        ("stat_cluster_robust", "is_default", "p_value", "p_adjusted"),
        ("stat_adjusted_pairs", "method = 'ancova'", "p_value_calibrated", "p_adjusted_calibrated"),
        ("stat_within_base", "method = 'mixed, within'", "p_value", "p_adjusted"),
    ],
)
def test_a_pair_stands_among_all_pairs_and_all_benchmarks(warehouse, table, tests, p, name):
    """The larger of two adjustments, and significant where that is below the level."""
    rows = warehouse.sql(f"from statistics.{table} where {tests}").pl()
    key = ["cohort_id", "factor", "benchmark_id", "group_a", "group_b"]
    of_pairs = adjusted(rows, p, "cohort_id", "factor", "benchmark_id")
    of_benchmarks = adjusted(rows, p, "cohort_id", "factor", "group_a", "group_b")
    both = of_pairs.join(of_benchmarks.select(*key, "by_holm"), on=key)
    assert both.height == rows[p].count() > 100
    expected = both.select(pl.max_horizontal("by_holm", "by_holm_right")).to_series()
    np.testing.assert_allclose(both[name], expected, rtol=1e-9)
    told = both.drop_nulls("is_significant")
    assert (told["is_significant"] == (told[name] < 0.05)).all()
    assert 0 < told["is_significant"].sum() < told.height


def test_nobody_else_compares_a_p_value_or_counts_intervals(project):
    """The macro does, and rules of the ledger by the level of a claim."""
    models = [
        path
        for path in files(project, "models/**/*.sql")
        if "models/claims/rules" not in path.as_posix()
    ]
    assert [path.name for path in models if COMPARED.search(path.read_text())] == []
    endings = ("sql", "j2", "js", "py")
    report = files(project, *(f"analysis_py/report/**/*.{ending}" for ending in endings))
    pages = files(project, "README.md", "docs/*.md", "models/claims/README.md")
    texts = {path: path.read_text() for path in [*report, *files(project, "analysis_py/cli/*.py")]}
    texts |= {
        path: "\n".join(re.findall(r"```sql\n(.*?)```", path.read_text(), re.DOTALL))
        for path in pages
    }
    assert len(models) > 100 < len(texts)
    assert [path.name for path, text in texts.items() if COMPARED.search(text)] == []
    counting = [
        path.name
        for path, text in texts.items()
        if EXCLUDES_ZERO.search(text) and (path in pages or "unadjusted" not in text)
    ]
    assert counting == []


def test_one_holm_over_all_pairs_takes_p_values_of_t(warehouse):
    """Adjusted for the pairs already, they would be adjusted twice."""
    rows = warehouse.sql("""
        select cohort_id, factor, is_significant_over_all, abs(estimate / std_error) as t, df_den
        from reporting.rpt_pair_decisions
        join statistics.stat_pairwise using (cohort_id, benchmark_id, factor, group_a, group_b)
        where method = 'tukey_kramer'
    """).pl()
    differ = 0
    for group in rows.partition_by("cohort_id", "factor"):
        p = 2 * stats.t(group["df_den"].to_numpy()).sf(group["t"].to_numpy())
        reject = multipletests(p, method="holm")[0]
        assert reject.tolist() == group["is_significant_over_all"].to_list()
        differ += reject.sum()
    assert differ > 100
