"""One variable says at what level tests decide and how wide intervals are."""

import re

import polars as pl
import pytest
from scipy import stats
from sql_models import run_macro

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
