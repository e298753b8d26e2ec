"""The trial of tools: what it must measure, how exactly, and that ours is in it as it is."""

import re
from pathlib import Path

import duckdb
import numpy as np
import pytest

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
