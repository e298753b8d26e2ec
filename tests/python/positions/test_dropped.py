"""Scores of one's own on the curves of a cohort: an evaluation of it gets its own numbers."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.positions.dropped import DroppedFileError, place_dropped, read_dropped
from analysis_py.statistics.positions.places import fit_places


@pytest.fixture(scope="module")
def peers():
    rng = np.random.default_rng(1)
    log_size = rng.uniform(np.log(0.5), np.log(80), 60)
    scores = pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "evaluation_id": [f"e{i:02d}" for i in range(60)],
            "score_pct": 30 + 6 * log_size + rng.normal(0, 4, 60),
            "log_parameters_b": log_size,
            "training_type": "pretrained",
            "base_family": [f"f{i}" for i in range(60)],
        }
    )
    places = fit_places(scores, [7.0], 0.95, 1).to_dicts()
    return pl.DataFrame(places).with_columns(
        benchmark_id=pl.lit("b"),
        benchmark_name=pl.lit("The Bench"),
        parameters_b=scores["log_parameters_b"].exp(),
    )


def csv(*lines):
    return "\n".join(["model,benchmark,score,parameters_b", *lines]).encode()


def test_a_score_of_the_cohort_gets_what_the_cohort_says_of_it(peers):
    one = peers.row(17, named=True)
    line = f"mine,the bench,{one['score_pct']!r},{one['parameters_b']!r}"
    (row,) = place_dropped(read_dropped(csv(line)), peers).to_dicts()
    assert row["status"] == "ok"
    for name in ("expected_pct", "predicted_low", "predicted_high"):
        assert row[name] == pytest.approx(one[name], abs=1e-9)
    assert row["rank"] == (peers["score_pct"] > one["score_pct"]).sum() + 1
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
        ("mine,b,50,", "size not known"),
        ("mine,b,50,-7", "size not known"),
        ("mine,b,50,9000", "the cohort has no curve at that size"),
    ],
)
def test_what_cannot_be_placed_is_said(peers, line, status):
    (row,) = place_dropped(read_dropped(csv(line)), peers).to_dicts()
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
    with pytest.raises(DroppedFileError, match=said):
        read_dropped(content)


def test_a_file_without_sizes_has_ranks(peers):
    (row,) = place_dropped(read_dropped(b"Model, Benchmark ,score\nx,b,99\n"), peers).to_dicts()
    assert (row["rank"], row["status"]) == (1, "size not known")
