"""One variable says at what level tests decide and how wide intervals are."""

import re

import polars as pl
import pytest
from scipy import stats
from sql_models import run_macro, run_model

#: A level or a normal quantile, as somebody would type it.
TYPED = re.compile(r"(?<![\d.])(0\.05|0\.95|1\.9[56]\d*|1\.64\d*|9[059] %)(?!\d)")
#: What looks like one and is none.
OTHERS = (
    "greatest(0.05, 1 / n_judged)",  # five points of coverage
    "max_difference_share <= 0.05",  # a share of the range of a curve
    "the mean lies within 1–95 %",  # of the scores of an import
)


def test_no_model_types_a_level_of_its_own(project):
    found = []
    for path in sorted((project / "models").rglob("*.sql")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            code = line.partition("--")[0]
            if TYPED.search(code) and not any(other in code for other in OTHERS):
                found.append(f"{path.relative_to(project)}:{number}: {line.strip()}")
    assert found == []


@pytest.mark.parametrize(("tails", "probability"), [(2, 0.975), (1, 0.95)])
def test_the_critical_value_is_that_of_a_normal(tails, probability):
    one = pl.DataFrame({"row": [1]})
    found = run_macro(f"critical_z({tails})", one)[0]
    assert found == pytest.approx(stats.norm.ppf(probability), rel=1e-15)


@pytest.mark.parametrize(
    ("confidence_level", "expected"),
    [(0.95, [True, True, False]), (0.99, [True, False, False]), (0.5, [True, True, True])],
)
def test_printed_pairs_are_judged_at_the_level_that_is_asked_for(confidence_level, expected):
    pairs = pl.DataFrame(
        {
            "benchmark_id": "arc",
            "factor": "training_type",
            "group_a": ["a", "b", "c"],
            "group_b": "d",
            "estimate": 1.0,
            "p_adjusted": [0.001, 0.03, 0.2],
        }
    )
    found = run_model(
        "published_pairs_compared",
        {"confidence_level": confidence_level},
        int_published_tukey_pairs_keyed=pairs,
        stat_pairwise=pairs.with_columns(
            cohort_id=pl.lit("of_print"), method=pl.lit("tukey_kramer")
        ),
        int_claim_printed_population=pl.DataFrame({"rerun_cohort_id": ["of_print"]}),
    ).sort("group_a")
    assert found["is_significant_published"].to_list() == expected
    assert found["is_significant"].to_list() == expected
    assert found["is_same_decision"].to_list() == [True] * 3
