"""Slices of a comparison: which fell, whether they differ, and whether any fell by too much."""

import json

import numpy as np
import polars as pl
import pytest
from runs.asking import ask
from scipy import stats
from statsmodels.stats.multitest import multipletests

pytestmark = pytest.mark.usefixtures("in_folder")


SUBJECTS, EACH = ["algebra", "biology", "chemistry", "law"], 200


def write(name, losses, gains, few=0):
    """Write a run that loses and gains so many questions of each subject."""
    rng, frames = np.random.default_rng(1), []
    for subject, lost, gained in zip(SUBJECTS, losses, gains, strict=True):
        score = (np.arange(EACH) % 3 > 0).astype(int)
        score[rng.choice(np.flatnonzero(score), lost, replace=False)] = 0
        wrong = np.flatnonzero(np.arange(EACH) % 3 == 0)
        score[rng.choice(wrong, gained, replace=False)] = 1
        item = [f"{subject}-{i}" for i in range(EACH)]
        frames.append(pl.DataFrame({"item": item, "subject": subject, "score": score}))
    pl.concat(frames).write_csv(name)
    return name


LOSSES, GAINS = (10, 12, 3, 40), (12, 9, 2, 5)


@pytest.fixture
def runs():
    return write("a.csv", [0] * 4, [0] * 4), write("b.csv", LOSSES, GAINS)


def mcnemar(lost, gained):
    return 2 * stats.norm.sf(abs(lost - gained) / np.sqrt(lost + gained))


def test_a_slice_that_fell_is_named_by_holm_and_few_questions_are_not_judged(capsys, runs):
    found = json.loads(ask(capsys, *runs, "--by", "subject", "--json")[1])["slices"][0]
    rows = {row["task"]: row for row in found["rows"]}
    assert [*rows] == SUBJECTS
    judged = [i for i in range(4) if LOSSES[i] + GAINS[i] >= 10]
    expected = multipletests([mcnemar(LOSSES[i], GAINS[i]) for i in judged], method="holm")[1]
    adjusted = [rows[SUBJECTS[i]]["p_holm"] for i in judged]
    np.testing.assert_allclose(adjusted, expected, rtol=1e-6)
    assert rows["chemistry"]["p_holm"] is None
    told = ask(capsys, *runs, "--by", "subject")[1]
    assert "Single slices, Holm-adjusted: law lower (p < 0.001)." in told
    assert "too few differ to judge it" in told


def test_slices_that_differ_alike_and_others(capsys, runs):
    even = write("even.csv", (30, 30, 30, 30), (10, 10, 10, 10))
    alike, apart = (
        json.loads(ask(capsys, runs[0], run, "--by", "subject", "--json")[1])["slices"][0]
        for run in (even, runs[1])
    )
    assert alike["differ_p"] == pytest.approx(1, abs=1e-6)
    assert apart["differ_p"] < 0.001


def test_a_slice_that_falls_by_more_than_the_gate_fails_it(capsys, runs):
    flat = write("flat.csv", (5, 5, 5, 60), (24, 24, 24, 3))
    assert ask(capsys, runs[0], flat, "--gate", 3.5)[0] == 0  # the mean is flat
    code, told = ask(capsys, runs[0], flat, "--gate", 3.5, "--by", "subject")
    assert code == 1
    assert "No slice worse by more than 3.5 points: fails" in told
    good = write("good.csv", [1] * 4, [2] * 4)
    code, told = ask(capsys, runs[0], good, "--gate", 5, "--by", "subject")
    assert code == 0
    assert "No slice worse by more than 5 points: holds" in told


def test_without_slices_nothing_changes_and_several_are_one_family(capsys, runs):
    plain = ask(capsys, *runs)[1]
    assert ask(capsys, *runs, "--by", "subject")[1].startswith(plain.rstrip())
    other = write("c.csv", LOSSES, GAINS)
    two, three = (
        json.loads(ask(capsys, *names, "--by", "subject", "--json")[1])["slices"]
        for names in (runs, (*runs, other))
    )
    law = [each["rows"][3]["p_holm"] for each in (*two, *three)]
    assert len(law) == 3
    assert law[1] == pytest.approx(2 * law[0])


def test_one_run_by_slice_and_an_unknown_column(capsys, runs):
    found = json.loads(ask(capsys, runs[0], "--by", "subject", "--json")[1])
    assert [row["task"] for row in found["rows"]] == SUBJECTS
    assert ask(capsys, *runs, "--by", "colour")[0] == 2


def test_slices_by_the_grades_themselves_are_refused(capsys, runs):
    code, told = ask(capsys, *runs, "--by", "score")
    assert code == 2
    assert "the grades of A" in told


def test_slices_that_all_lost_everything_do_not_differ(capsys, runs):
    a = pl.read_csv(runs[0])
    for name, score in (("ones.csv", 1), ("zeros.csv", 0)):
        a.with_columns(score=score).write_csv(name)
    code, told = ask(capsys, "ones.csv", "zeros.csv", "--by", "subject", "--gate", 1)
    assert code == 1
    assert "Do slices differ from one another? p = 1 (Cochran's Q)." in told
    assert "No slice worse by more than 1 point: fails" in told


@pytest.mark.parametrize("by", ["task", "subject"])
@pytest.mark.parametrize("is_blank", [True, False])
def test_a_slice_that_one_run_did_not_answer_is_named_and_passes_no_gate(capsys, by, is_blank):
    rows = {"item": [f"q{i}" for i in range(4000)], "task": ["large"] * 3990 + ["small"] * 10}
    a = pl.DataFrame(rows | {"score": [1, 0] * 2000}).with_columns(subject="task")
    b = a.with_columns(score=pl.when(pl.col("task") != "small").then("score"))
    a.write_csv("whole.csv")
    (b if is_blank else b.drop_nulls("score")).write_csv("part.csv")
    assert ask(capsys, "whole.csv", "part.csv", "--gate", 3)[0] == 0  # ten of 4,000, bounded
    code, told = ask(capsys, "whole.csv", "part.csv", "--gate", 3, "--by", by)
    assert code == 3
    assert "not answered by both: small" in told
    assert "No slice worse by more than 3 points: cannot tell" in told
