"""Runs that say little: few questions, rare losses, questions in the order of the file."""

import json

import numpy as np
import polars as pl
import pytest
from runs.test_two_runs import compared, table

from analysis_py.cli.main import main
from analysis_py.runs.words import describe_comparison as tell


def answered(path, shares, times=50):
    """Write questions that are answered several times, right in these shares."""
    rights = [np.arange(times) < share * times for share in shares]
    items = np.repeat([f"q{i}" for i in range(len(shares))], times)
    scores = np.concatenate(rights).astype(int)
    pl.DataFrame(
        {"item": items, "score": scores, "epoch": np.arange(len(items)) % times}
        | {"file": path.stem}
    ).write_csv(path)
    return path


@pytest.mark.parametrize(
    ("a", "b", "gate"),
    [
        ([0.70], [0.69], 3),
        ([0.70, 0.5], [0.69, 0.5], 3),
        ([0.70, 0.5, 0.4], [0.705, 0.495, 0.402], 1),
        ([0.70, 0.5, 0.4, 0.5], [0.705, 0.495, 0.402, 0.499], 1),
        (np.full(20, 0.6), np.full(20, 0.61), 10),
    ],
)
def test_a_gate_does_not_hold_on_few_graded_questions(tmp_path, a, b, gate):
    found = compared(
        table(tmp_path / "a.csv", list(a)), table(tmp_path / "b.csv", list(b)), gate=gate
    )
    assert found.gate == "cannot tell"
    assert "No large difference was seen; with" in tell(found)


@pytest.mark.parametrize(("shares_a", "shares_b"), [([0.5], [0.52]), ([0.5, 0.4], [0.5, 0.44])])
def test_a_gate_does_not_hold_on_one_or_two_questions_answered_often(tmp_path, shares_a, shares_b):
    runs = answered(tmp_path / "a.csv", shares_a), answered(tmp_path / "b.csv", shares_b)
    found = compared(*runs, gate=20)
    assert found.gate == "cannot tell"
    low, high = found.overall.on_these_items
    assert found.overall.low <= low < high <= found.overall.high


def test_answers_that_agree_by_chance_claim_no_certainty(tmp_path):
    runs = answered(tmp_path / "a.csv", [1, 0, 1], 3), answered(tmp_path / "b.csv", [1, 0, 0], 3)
    low, high = compared(*runs).overall.on_these_items
    assert low < -100 / 3 < high


def test_many_graded_questions_without_a_large_difference_are_taken_as_they_are(tmp_path):
    rng = np.random.default_rng(3)
    a = rng.uniform(0.2, 0.8, 4000)
    b = a + rng.normal(0, 0.2, 4000).clip(-0.2, 0.2)
    found = compared(table(tmp_path / "a.csv", list(a)), table(tmp_path / "b.csv", list(b)), gate=1)
    assert found.gate == "holds"
    assert found.overall.unseen_one_in is None


def sorted_world(path, names, gain):
    rows = {"item": names, "score": [float(gain and i < 150) for i in range(len(names))]}
    pl.DataFrame(rows).write_csv(path)
    return path


@pytest.mark.parametrize(
    ("names", "verdict"),
    [
        ([str(i) for i in range(300)], "cannot tell"),
        ([f"law_{i}" for i in range(1, 301)], "cannot tell"),
        ([f"law/{i}" for i in range(200)] + [f"art/{i}" for i in range(100)], "cannot tell"),
        ([str(i) for i in np.random.default_rng(2).permutation(1500)[:300]], "better"),
        (["".join(map(chr, np.random.default_rng(i).integers(97, 123, 9))) for i in range(300)], 0),
    ],
)
def test_looks_at_the_first_questions_of_a_file_tell_nothing(tmp_path, names, verdict):
    a, b = (sorted_world(tmp_path / f"{name}.csv", names, name == "b") for name in "ab")
    found = compared(a, b, planned=1500, gate=1)
    assert found.verdict == (verdict or "better"), "names without a number cannot be checked"
    assert ("the questions so far are the first of the file" in tell(found)) == found.are_first
    if found.are_first:
        assert found.gate == "cannot tell"
    assert compared(a, b, planned=300).verdict == "better", "all that were planned"


def test_single_tasks_are_silent_where_all_together_do_not_differ(tmp_path):
    """Gains of one task and losses of another cancel: a false word would be one in ten."""
    for name, first in (("a", 0), ("b", 1)):
        rows = {
            "task": np.repeat(["law", "art"], 100),
            "item": np.tile(np.arange(100), 2),
            "score": np.repeat([first, 1 - first], 100),
        }
        pl.DataFrame(rows).write_csv(tmp_path / f"{name}.csv")
    found = compared(tmp_path / "a.csv", tmp_path / "b.csv")
    assert [row.p_holm for row in found.tasks] == [1, 1]
    assert "none is named, because all together do not differ" in tell(found)


@pytest.mark.parametrize(("n", "shown"), [(1, []), (92, [0.1, 0.2]), (5000, [0.05, 0.1, 0.2])])
def test_no_difference_is_larger_than_the_share_that_differs(tmp_path, n, shown, capsys):
    pl.DataFrame({"item": range(n), "score": 1}).write_csv(tmp_path / "a.csv")
    assert main(["compare", str(tmp_path / "a.csv"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["differences_shown"]
    assert [each["differing"] for each in found] == shown
    assert all(each["points"] <= 100 * each["differing"] for each in found)


def test_a_question_that_lacks_a_part_of_its_answers_bounds_in_a_sentence(tmp_path, capsys):
    items = [f"q{i}" for i in range(60)]
    twice = pl.DataFrame({"item": [*items, "q0"], "score": [1, 0] * 30 + [1]})
    twice.write_csv(tmp_path / "a.csv")
    twice[:60].write_csv(tmp_path / "b.csv")
    assert main(["compare", *(str(tmp_path / name) for name in ("a.csv", "b.csv"))]) == 0
    told = capsys.readouterr().out
    assert "Some questions lack a part of their answers. However they fall" in told
