"""Training compute: what the suite refuses, and what was corrected."""

import pandas as pd
import pytest

from analysis_py.dbt.expectations import run_suites

SUITE = "fct_training_compute"


@pytest.mark.parametrize(
    ("tokens_t", "flops_ratio", "failed"),
    [
        (0.627, 1.1, set()),
        (15.0, 0.5, set()),
        (None, None, set()),
        # billions of tokens as trillions, operations counted by them
        (627.0, 1.1, {"training_tokens_t"}),
        # another model's operations
        (1.0, 5.7, {"flops_ratio"}),
        (1.0, 0.1, {"flops_ratio"}),
    ],
)
def test_compute_that_cannot_be_stops_the_build(project, tmp_path, tokens_t, flops_ratio, failed):
    (tmp_path / f"{SUITE}.json").write_bytes((project / f"expectations/{SUITE}.json").read_bytes())
    rows = pd.DataFrame(
        {"training_tokens_t": [tokens_t], "flops_ratio": [flops_ratio], "is_gated": [True]},
        dtype=object,
    ).astype({"training_tokens_t": float, "flops_ratio": float})
    found = run_suites(tmp_path, {SUITE: rows})
    assert set(found["severity"]) == {"critical"}
    assert set(found.filter(~found["success"])["column_name"]) == failed
