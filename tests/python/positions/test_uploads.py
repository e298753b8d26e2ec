"""Scores of one's own on the curves of a cohort: an evaluation of it gets its own numbers."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.positions.peers import BEYOND, UNSIZED
from analysis_py.statistics.positions.placement import fit_places
from analysis_py.statistics.positions.uploads import UploadError, place_upload, read_upload

LEVEL, SEED = 0.95, 1


@pytest.fixture(scope="module")
def scores():
    rng = np.random.default_rng(1)
    log_size = rng.uniform(np.log(0.5), np.log(80), 60)
    return pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "benchmark_name": "The Bench",
            "evaluation_id": [f"e{i:02d}" for i in range(60)],
            "score_pct": 30 + 6 * log_size + rng.normal(0, 4, 60),
            "log_parameters_b": log_size,
            "training_type": "pretrained",
            "base_family": [f"f{i}" for i in range(60)],
            "lineage_family": [f"f{i}" for i in range(60)],
            "submitted_on": None,
        },
        schema_overrides={"submitted_on": pl.Date},
    )


def csv(*lines):
    return "\n".join(["model,benchmark,score,parameters_b", *lines]).encode()


def place(content, scores):
    return place_upload(read_upload(content), scores, LEVEL, SEED).to_dicts()


def test_a_score_of_the_cohort_gets_what_the_cohort_says_of_it(scores):
    one = fit_places(scores, [7.0], LEVEL, SEED)["places"][0][17]
    size = float(np.exp(scores["log_parameters_b"][17]))
    (row,) = place(csv(f"mine,the bench,{one['score_pct']!r},{size!r}"), scores)
    assert row["status"] == "ok"
    for name in ("expected_pct", "predicted_low", "predicted_high"):
        assert row[name] == pytest.approx(one[name], abs=1e-9)
    assert row["difference_pct"] == pytest.approx(one["score_pct"] - one["expected_pct"])
    assert row["rank"] == (scores["score_pct"] > one["score_pct"]).sum() + 1
    # itself among those of like size, and tied with itself
    n_near = one["n_near_size"]
    assert row["n_near_size"] == n_near + 1
    expected = (one["percentile_near_size"] * n_near + 50) / (n_near + 1)
    assert row["percentile_near_size"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("mine,none such,50,7", "the cohort has no benchmark none such"),
        ("mine,b,fifty,7", "the score is no percentage"),
        ("mine,b,101,7", "the score is no percentage"),
        ("mine,b,50,", UNSIZED),
        ("mine,b,50,-7", UNSIZED),
        ("mine,b,50,9000", BEYOND),
    ],
)
def test_what_cannot_be_placed_is_said(scores, line, status):
    (row,) = place(csv(line), scores)
    assert row["status"] == status
    assert row["expected_pct"] is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"model,score\nx,1\n", "no column benchmark"),
        (b"", "cannot be read as CSV"),
        (b"\xff\xfe\x00", "no column|cannot be read"),
    ],
)
def test_what_is_no_file_of_scores_is_refused(content, said):
    with pytest.raises(UploadError, match=said):
        read_upload(content)


def test_the_order_of_the_file_is_kept_and_a_file_without_sizes_has_ranks(scores):
    content = b"Model, Benchmark ,score\nx,B,99\ny,none such,1\nz,b,-3\nw,b,0\n"
    rows = place(content, scores)
    assert [row["model"] for row in rows] == ["x", "y", "z", "w"]
    assert [row["rank"] for row in rows] == [1, None, None, 61]
    assert rows[0]["status"] == UNSIZED
    assert rows[0]["n_near_size"] is rows[0]["percentile_near_size"] is None


def test_a_cohort_of_few_base_families_says_so(scores):
    (row,) = place(csv("mine,b,50,7"), scores.head(9))
    assert row["status"].startswith("only 9 base families of known size")
    assert (row["expected_pct"], row["n_models"]) == (None, 9)
