"""Verdicts follow the tables: claims and scores are changed, and judged anew by dbt."""

import json
import os
import shutil
from pathlib import Path

import duckdb
import pytest
from building import FITS
from commands import run

PAPER = "paper_2024_01"
BENCHMARKS = ["arc", "hellaswag", "mmlu", "truthfulqa", "winogrande", "gsm8k"]


def rows(connection, query):
    return connection.sql(query).fetchall()


@pytest.fixture(scope="module")
def verdicts(warehouse):
    """Return (verdict, observed) by claim, basis and cohort."""
    query = "select claim_id, basis, cohort_id, verdict, observed from claims.claim_verdicts"
    return {tuple(row[:3]): tuple(row[3:]) for row in rows(warehouse, query)}


MALFORMED = [
    ("BAD1", "mean_difference", "ARC", "Llama", "Mistral", "mean_diff", "higher", "expected can"),
    (
        "BAD2",
        "mean_difference",
        "ARK",
        "Llama",
        "Mistral",
        "mean_diff",
        "positive",
        "unknown bench",
    ),
    (
        "BAD3",
        "mean_difference",
        "ARC",
        "Lama",
        "Mistral",
        "mean_diff",
        "positive",
        "group_a cannot",
    ),
    ("BAD4", "crystal_ball", "ARC", "Llama", "Mistral", "mean_diff", "positive", "no rule"),
    ("C001", "mean_difference", "ARC", "Llama", "Mistral", "mean_diff", "positive", "claim_id is"),
    ("GOOD", "mean_difference", "ARC", "Llama", "Mistral", "mean_diff", "positive", None),
]
CHANGED = """
update intermediate.int_cohort_scores_compared as scores
set score_pct = score_pct + 40, score_units = score_units + 40000000
from marts.fct_evaluations as evaluations
where scores.evaluation_id = evaluations.evaluation_id and scores.benchmark_id = 'arc'
  and starts_with(scores.cohort_id, 'paper_2024_01') and evaluations.training_type = 'RL-tuned'
"""
REBUILT = [
    "int_level_scores_counted", "int_absolute_deviations_summed", "stat_group_summaries",
    "fit_anovas", "stat_anova",
    "stat_pairwise", "int_claims_stated", "int_claim_figures_read", "int_claims_parsed",
    "int_claims_checked", "int_claims_accepted", "dim_claims", "int_claim_cohorts_listed",
    "int_claim_cells_selected", "claim_readings", "quarantined_rows", "row_accounting",
    "path:models/claims/rules", "claim_verdicts",
]  # fmt: skip


@pytest.fixture(scope="module")
def changed(project, parsed, tmp_path_factory):
    """Return a copy of the build after scores and own claims were changed, rebuilt."""
    folder = tmp_path_factory.mktemp("claims") / "project"
    shutil.copytree(parsed.folder, folder, symlinks=True)
    build = Path(os.environ.get("LLM_REASSESSMENT_BUILD", project / "target/build.duckdb"))
    assert build.exists(), "no build database: run make first"
    copy = folder / "target/build.duckdb"
    shutil.copyfile(build, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(CHANGED)
        for number, (claim, *fields, _) in enumerate(MALFORMED, start=101):
            connection.execute(
                "insert into raw.own_claims (file_name, row_number, raw, claim_id, statement, "
                "method, benchmark, group_a, group_b, statistic, expected) "
                "values ('seeds/claims/own_claims.csv', ?, ?, ?, 'a claim', ?, ?, ?, ?, ?, ?)",
                [number, json.dumps({"claim_id": claim}), claim, *fields],
            )
    # and the fits of this test run: the scores of one cohort have changed
    kept = {k: v for k, v in os.environ.items() if k == FITS or k[:4] not in ("LLM_", "DBT_")}
    words = ["dbt", "--no-use-colors", "--no-write-json", "run", "--select", *REBUILT]
    code, output = run(words, folder, kept | {"DBT_PROFILES_DIR": "."})
    assert code == 0, output
    with duckdb.connect(str(copy), read_only=True) as connection:
        yield connection


def test_a_changed_score_changes_the_verdicts_that_rest_on_it(changed, verdicts):
    after = {
        tuple(row[:3]): tuple(row[3:])
        for row in rows(
            changed,
            "select claim_id, basis, cohort_id, verdict, observed from claims.claim_verdicts",
        )
    }
    moved = {key for key in verdicts if after[key][0] != verdicts[key][0]}
    # C142 and C148: RL-tuned models on ARC do not differ from the other types
    assert {("C142", "same_method", PAPER), ("C148", "same_method", PAPER)} <= moved
    assert after["C142", "same_method", PAPER][0] == "contradicted"
    # and no other benchmark, population or basis is touched
    assert {key[1:] for key in moved} == {("same_method", PAPER)}
    assert after["C143", "same_method", PAPER] == verdicts["C143", "same_method", PAPER]


def test_malformed_claims_are_quarantined_with_a_reason(changed):
    found = {
        json.loads(raw)["claim_id"]: reason
        for reason, raw in rows(
            changed,
            "select concat_ws(': ', reason, detail), raw from quality.quarantined_rows "
            "where source = 'own_claims'",
        )
    }
    assert found.keys() == {claim for claim, *_, reason in MALFORMED if reason}
    for claim, *_, reason in MALFORMED:
        if reason:
            assert found[claim].startswith(reason)
    accounting = rows(
        changed,
        "select n_read - n_loaded, n_quarantined from quality.row_accounting "
        "where source = 'own_claims'",
    )
    assert accounting == [(5, 5)]
    judged = rows(
        changed, "select distinct verdict from claims.claim_verdicts where claim_id='GOOD'"
    )
    assert judged
    assert judged != [("not_testable",)]
