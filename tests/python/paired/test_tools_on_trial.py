"""The trial of tools: what it must measure, how exactly, and that ours is in it as it is."""

import re
import runpy
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from readme import ASKED
from scipy.stats import binomtest

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs/tools.md"
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


def rows_of_two_runs(title):
    """Return the rows of a section of the page on the rates of `compare`."""
    page = (ROOT / "benchmarks/results/two_runs.md").read_text()
    head, _, *lines = page.partition(f"## {title}\n\n")[2].partition("\n\n")[0].splitlines()
    names, *cells = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in (head, *lines)
    )
    return [dict(zip(names, each, strict=True)) for each in cells]


def is_near(share, draws, other, others):
    """Return whether two shares lie within three standard errors; half a draw keeps them off 0."""
    pooled = (share * draws + other * others + 0.5) / (draws + others + 1)
    return abs(share - other) <= 3 * np.sqrt(pooled * (1 - pooled) * (1 / draws + 1 / others))


def test_false_alarms_of_ours_are_those_of_its_own_benchmark():
    """Of real pairs with swapped sides; both have three sizes of run."""
    own = {
        (row["discordant"], int(row["n"])): float(row["false alarms"])
        for row in rows_of_two_runs("Real pairs, sides swapped at random")
    }
    query = "select pairs, n, draws, false_alarms {trial} where tool = 'compare' and regime = "
    both = [row for row in ask(f"{query} 'equal runs'") if row[:2] in own]
    assert len(both) == 9
    for pairs, n, draws, false_alarms in both:
        assert is_near(false_alarms, draws, own[pairs, n], 20_000), (pairs, n)


@pytest.mark.parametrize(
    ("tool", "column"), [("compare", "questions as independent"), ("compare --cluster", "clusters")]
)
def test_coverage_of_ours_on_real_sources_is_that_of_its_own_benchmark(tool, column):
    rows = rows_of_two_runs("Sources of MMLU-Pro, of 17 to 1,003 questions, drawn with replacement")
    own = {int(row["sources"]): float(row[column]) for row in rows if row["sides"] == "as they are"}
    query = "select n, draws, covers {trial} where regime = 'sources' and tool = "
    found = ask(f"{query} '{tool}'")
    assert {n for n, _, _ in found} == set(own)
    for n, draws, covers in found:
        assert is_near(covers, draws, own[n], 4000), n


def test_simulations_that_authors_print_come_out_as_printed():
    """Within three standard errors of both; `benchmarks/trial_authors.py` says where they stand."""
    printed = {"Wilson at each look": (0.477, 0.477), "its sequence": (0.003, 0.003)}
    printed |= {f"{answers} answers": (0.937, 0.948) for answers in (3, 5, 20)}
    query = "select pairs, coalesce(false_alarms, covers), standard_error {trial} where regime = "
    found = ask(query + "'authors'' simulations'")
    assert {pairs for pairs, _, _ in found} == set(printed)
    for pairs, rate, error in found:
        least, most = printed[pairs]
        assert least - 3 * error <= rate <= most + 3 * error, pairs


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


def test_every_number_of_the_page_is_the_answer_to_a_query():
    """Before it says how it was done, a digit of the prose is a size, a level or the rule's own."""
    text = PAGE.read_text().partition("## How it was done")[0]
    assert len(ASKED.findall(text)) == text.count("\n| --- ") == 5
    prose = ASKED.sub("", text[text.index("## Where another") :])
    said = set(re.findall(r"\d+", re.sub(r"`[^`]*`", "", prose)))
    assert said <= {"93", "95", "100", "2", "6", "20", "30"}


def test_ours_is_worse_where_the_first_block_says_so():
    """The block is the page's first, and lists rows of other packages alone."""
    page = PAGE.read_text()
    first = ASKED.search(page)
    assert page[: first.start()].count("\n## ") == 1
    tools = [line.split(" | ")[0] for line in first["answer"].splitlines()[2:]]
    assert tools
    assert not any("compare" in tool for tool in tools)


def test_the_page_is_short_and_says_what_to_take_for_what_readers_ask():
    page = PAGE.read_text()
    assert len(page.splitlines()) <= 120
    takes = dict(re.findall(r"(?m)^\| ([^|]+) \| ([^|]+) \|", page.partition("## What to take")[2]))
    for asked in (
        "200 questions",
        "30 documents, 5 questions each",
        "10 candidates, the best of them",
    ):
        assert "compare" in takes[asked], asked


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
