"""A paper is a folder: its claims are read, judged and accounted for like the first paper's."""

import csv
from datetime import date

import pytest
from building import WORDS

from analysis_py.sources.csv_files import SnapshotError
from analysis_py.sources.papers import claims_files
from analysis_py.sources.provenance import write_provenance

COLUMNS = ["claim_id", "expected"]


def add_paper(folder, name, lines):
    path = folder / name / "claims.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n")
    write_provenance(path, **WORDS, taken_on=date(2025, 5, 1))
    return path


@pytest.mark.parametrize("stray", ["doe_2025/table.csv", "empty/notes.txt"])
def test_what_nothing_reads_is_refused(tmp_path, stray):
    add_paper(tmp_path, "doe_2025", ["D1,significant"])
    path = tmp_path / stray
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    with pytest.raises(SnapshotError, match=r"nothing reads .*claims\.csv"):
        claims_files(tmp_path)


def test_claims_of_a_paper_need_a_date(tmp_path):
    path = add_paper(tmp_path, "doe_2025", ["D1,significant"])
    with pytest.raises(SnapshotError, match="--taken-on"):
        write_provenance(path, **WORDS)


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_committed_claim_is_judged_and_accounted_for(project, warehouse):
    papers = warehouse.sql(
        "select source, paper_id, n_claims from claims.dim_papers where paper_order > 1"
    ).fetchall()
    assert {path.parent.name for path in claims_files(project / "claims")} == {
        source for source, *_ in papers
    }
    for source, paper_id, n_claims in papers:
        claims = rows(project / f"claims/{source}/claims.csv")
        judged = warehouse.execute(
            "select distinct claim_id from claims.claim_verdicts "
            "join claims.dim_claims using (claim_id) where paper_id = ?",
            [paper_id],
        ).fetchall()
        assert {claim for (claim,) in judged} == {claim["claim_id"] for claim in claims}
        assert n_claims == len(claims)
        (accounted,) = warehouse.execute(
            "select n_read, n_loaded, n_quarantined from quality.row_accounting where source = ?",
            [source],
        ).fetchall()
        assert accounted == (n_claims, n_claims, 0)


def test_a_printed_figure_is_of_the_papers_own_rows(project, warehouse):
    """Another population can neither confirm nor deny what a paper printed of its own."""
    roles = rows(project / "seeds/claims/claim_cohorts.csv")
    with_rows = {role["paper_id"] for role in roles if role["is_papers_rows"] == "true"}
    own = {
        (role["paper_id"], role["cohort_id"])
        for role in roles
        if "true" in (role["is_papers_rows"], role["is_papers_day"])
    }
    verdicts = warehouse.sql(
        "select paper_id, cohort_id, verdict from claims.claim_verdicts "
        "join claims.dim_claims using (claim_id) "
        "where rule_family = 'structure' and decision = 'equals' and tolerance > 0"
    ).fetchall()
    found = {
        ((paper, cohort) in own, verdict == "not_applicable")
        for paper, cohort, verdict in verdicts
        if paper in with_rows
    }
    assert found == {(True, False), (False, True)}
