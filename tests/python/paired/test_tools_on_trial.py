"""The trial of tools: what it must measure, how exactly, and that ours is in it as it is."""

import re
import runpy
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from readme import QUESTION, QUOTED
from scipy.stats import binomtest

from analysis_py.runs.paired.score_interval import binary_interval

ROOT = Path(__file__).parents[3]
TRIAL = f"from '{ROOT}/seeds/tools/tools_on_trial.csv'"


def ask(query):
    return duckdb.sql(query.format(trial=TRIAL)).fetchall()


def test_a_law_counts_only_where_it_gave_the_verdicts_of_its_package():
    laws = "{trial} where regime = 'law against package'"
    assert ask(f"select min(draws) {laws}") == [(80,)]
    wrong = {tool for (tool,) in ask(f"select tool {laws} and disagree > 0")}
    rated = {tool for (tool,) in ask("select distinct tool {trial} where regime = 'equal runs'")}
    assert not wrong & rated
    # limits of bootstraps depend on their seeds
    exact = "select max(width) {trial} where regime = 'law against package' and tool not in "
    resampled = "('evalproof', 'evalci', 'abeval', 'paired-eval', 'statgate', 'scipy bootstrap')"
    assert ask(exact + resampled)[0][0] < 1e-4
    assert ask(exact.replace("not in", "in") + resampled)[0][0] <= 3


def test_rates_are_exact_enough():
    packages = "select count(distinct tool) {trial} where version is not null and called > 0"
    assert ask(packages)[0][0] >= 13
    of_equal = "select avg((standard_error <= 0.007)::int) {trial} where regime = 'equal runs'"
    rules = "'B higher', '1 point apart', '2 points apart', 'evalgate-cli', 'claimeval'"
    assert ask(f"{of_equal} and tool not in ({rules})")[0][0] >= 0.9
    assert ask("select count(distinct seed) {trial}") == [(1,)]


def test_ours_alarms_in_3_to_6_of_100_where_three_questions_are_expected_to_differ():
    cells = "{trial} where tool = 'compare' and regime = 'equal runs' and n * {least} >= 3"
    for pairs, least in (("0-6 %", 0.03), ("6-20 %", 0.06), ("20-100 %", 0.2)):
        low, high = ask(
            "select min(false_alarms), max(false_alarms) "
            + cells.replace("{least}", str(least))
            + f" and pairs = '{pairs}'"
        )[0]
        assert 0.03 <= low <= high <= 0.06, pairs


@pytest.mark.parametrize(("n", "psi"), [(30, 0.1), (100, 0.04), (500, 0.3)])
def test_ours_in_the_trial_is_the_interval_of_compare(n, psi):
    """Width of a typical table lies among those that the trial has of its range."""
    b = c = round(n * psi / 2)
    low, high, _ = binary_interval(b, c, n, 0.95)
    pairs = "0-6 %" if psi <= 0.06 else "6-20 %" if psi <= 0.2 else "20-100 %"
    query = "select width {trial} where tool = 'compare' and regime = 'equal runs' and n = "
    ((width,),) = ask(f"{query}{n} and pairs = '{pairs}'")
    assert np.isclose(float(high - low), width, rtol=0.35)


def test_every_package_is_pinned_with_its_hash():
    lines = (ROOT / "benchmarks/trial_requirements.txt").read_text().splitlines()
    pinned = {line.split("==")[0]: line for line in lines}
    assert all(re.search(r"==\S+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)
    versions = ask(
        "select distinct tool, version {trial} where regime = 'law against package'"
        " and tool not like 'compare%'"
    )
    for tool, version in versions:
        package = re.split(r"[ ,]", tool)[0]
        assert f"{package}=={version} " in pinned[package]


def test_every_sentence_of_the_page_is_a_query():
    """Up to how it was done, a paragraph is quoted from a query or says what the next one asks."""
    text = (ROOT / "docs/tools.md").read_text().partition("## How it was done")[0]
    text = text[text.index("## Where another") :]
    blocks = [block for block in re.split(r"\n\n+", QUOTED.sub("", text)) if block.strip()]
    asks = [QUESTION.match(f"{block}\n\n") is not None for block in blocks]
    for i, block in enumerate(blocks):
        is_prose = not (asks[i] or block.startswith(("#", "|", "    ")))
        leads = any(asks[i + 1 : i + 2]) or "prints the sentence" in block
        assert not is_prose or leads, block
    assert sum(asks) >= 6
    assert len(QUOTED.findall(text)) >= 8


def test_ours_is_worse_where_the_first_block_says_so():
    """The block is the page's first, and lists rows of other packages alone."""
    page = (ROOT / "docs/tools.md").read_text()
    first = QUESTION.search(page)
    assert page[: first.start()].count("\n## ") == 1
    tools = [line.split(" | ")[0] for line in first["answer"].splitlines()[2:]]
    assert tools
    assert not any("compare" in tool for tool in tools)


def thresholds():
    script = runpy.run_path(str(ROOT / "benchmarks/public_thresholds.py"))
    return script["judge"], list(pl.read_csv(script["FACTS"]).iter_rows(named=True))


def test_rates_of_public_thresholds_are_those_of_their_numbers():
    judge, facts = thresholds()
    stored = pl.read_csv(ROOT / "benchmarks/results/public_thresholds.csv")
    assert stored.rows(named=True) == [judge(row) for row in facts]
    assert stored["thread"].n_unique() >= 10


def test_runs_below_a_threshold_are_as_many_as_mean_and_spread_give():
    """Where a thread prints both, the counted share is within chance of the modelled one."""
    judge, facts = thresholds()
    both = [row for row in facts if row["below"] is not None and row["sd"] is not None]
    assert len(both) >= 5
    for row in both:
        share = judge(row | {"below": None})["false_alarms_pct"] / 100
        assert binomtest(row["below"], row["runs"], share).pvalue > 0.01, row["thread"]


def test_a_threshold_between_two_scores_alarms_from_the_middle():
    edge = runpy.run_path(str(ROOT / "benchmarks/public_thresholds.py"))["find_edge"]
    assert edge(0.85, True, 200) == 170.5 / 200
    assert edge(0.85, False, 200) == 169.5 / 200
    assert edge(0.7, False, 198) == 138.5 / 198
    assert edge(0.7, False, None) == 0.7
