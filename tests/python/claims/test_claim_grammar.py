"""Claims: each field is read whole, or its line is in quarantine with what may stand there."""

import json

import pytest
from building import copied
from changed import CLAIMS, N_MODELS, add_claims
from changed import OWN as IMPORT
from claims.written import LINES, OF_PAPER, OWN, PAPER, READ, REFUSED

from analysis_py.sources.validation.claims import check_claims


@pytest.fixture(scope="module")
def read(judged):
    """Return what the ledger holds of every own claim: its operator and numbers."""
    return {
        claim_id: tuple(figures)
        for claim_id, *figures in judged.sql(
            "select claim_id, decision, decision_value, tolerance, significance_level "
            "from claims.dim_claims where claim_source = 'own'"
        ).fetchall()
    }


@pytest.fixture(scope="module")
def reasons(judged):
    """Return the reason of every line in quarantine, by its place in the file."""
    return {
        number: (reason, raw)
        for number, reason, raw in judged.sql(
            "select row_number, if(contains(detail, ' fields where '), detail, "
            "concat_ws(': ', reason, detail)), raw from quality.quarantined_rows "
            "where source = 'own_claims' and file_name = 'seeds/claims/own_claims.csv'"
        ).fetchall()
    }


def committed(project) -> int:
    return len((project / OWN).read_text().splitlines()) - 1


def test_what_is_read_is_read_to_the_number(read, project):
    before = committed(project)
    assert {name: value for name, value in read.items() if name.startswith("READ")} == {
        f"READ{number}": figures for number, (_, figures) in enumerate(READ)
    }
    assert set(read) == {
        *(f"OWN{number:03}" for number in range(1, before + 1)),
        *(f"READ{number}" for number in range(len(READ))),
        *("QUOTE", "TWICE", "LAST", *CLAIMS),
    }


def test_what_cannot_be_read_is_in_quarantine_with_field_value_and_remedy(reasons, project):
    first = committed(project) + len(READ) + 1
    for number, (fields, start) in enumerate(REFUSED, start=first):
        reason, raw = reasons[number]
        assert reason.startswith(start), fields
        assert json.loads(raw).items() >= fields.items()


def test_a_line_that_is_no_record_is_in_quarantine_and_its_neighbours_are_not(reasons, project):
    first = committed(project) + len(READ) + len(REFUSED) + 1
    for number, (text, start) in enumerate(LINES, start=first):
        if start is None:
            assert number not in reasons
        else:
            assert reasons[number][0].startswith(start), text


@pytest.fixture(scope="module")
def of_paper(judged):
    """Return the reason of every line of the further paper that is in quarantine, by its row."""
    return dict(
        judged.execute(
            "select row_number, concat_ws(': ', reason, detail) from quality.quarantined_rows "
            "where file_name = ?",
            [PAPER],
        ).fetchall()
    )


def test_a_further_paper_is_held_to_the_same_grammar(judged, of_paper):
    """Two papers with one claim_id used to stop all publishing, and `p<0,001` was read as 0."""
    for number, (text, start) in enumerate(OF_PAPER, start=1):
        assert of_paper.get(number, "").startswith(start or ""), text
    assert of_paper.keys() == {n for n, (_, start) in enumerate(OF_PAPER, start=1) if start}
    assert "lin_2022/claims.csv, row 1" in of_paper[1]
    assert judged.sql(
        "select claim_id, significance_level from claims.dim_claims where paper_id = 'doe_2025'"
    ).fetchall() == [("D3", 0.001)]


def test_check_says_the_same_within_seconds(project, tiny, tmp_path, reasons, of_paper):
    """It asks the same models on the tables of the last build, which had none of these lines."""
    workplace = copied(tiny.workplace, tmp_path)
    add_claims(workplace.project)
    findings = check_claims(workplace.project)
    assert findings.looked_at.endswith(" found")
    # what is no record, the look at the seeds tells
    expected = {
        f"{OWN}, row {number}: {reason}"
        for number, (reason, raw) in reasons.items()
        if "record" not in json.loads(raw)
        and " is not UTF-8" not in reason
        and " holds a control" not in reason
    }
    expected |= {f"{PAPER}, row {row}: {reason}" for row, reason in of_paper.items()}
    assert set(findings.problems) == expected
    assert len(expected) >= len(REFUSED)


def test_nothing_is_lost(judged, project):
    n_lines = committed(project) + len(READ) + len(REFUSED) + len(LINES) + len(CLAIMS)
    n_refused = len(REFUSED) + sum(start is not None for _, start in LINES)
    assert judged.sql(
        "select n_read, n_loaded, n_quarantined from quality.row_accounting "
        "where source = 'own_claims'"
    ).fetchall() == [(n_lines, n_lines - n_refused, n_refused)]


def test_a_claim_at_its_own_level_is_decided_at_that_level(judged):
    """`p < 0.001` used to be judged at 0.05."""
    found = judged.sql(
        """
        select significance_level, verdict, observed from claims.claim_verdicts
        join claims.dim_claims using (claim_id)
        where claim_id like 'READ%' and measure = 'p_adjusted' and decision = 'significant'
          and basis = 'same_method'
        """
    ).fetchall()
    assert {level for level, *_ in found} == {0.05, 0.001, 0.01}
    for level, verdict, observed in found:
        if observed is not None:
            assert verdict == ("supported" if observed < level else "contradicted")


def test_a_claim_on_an_import_is_judged_on_both_bases_that_apply(judged):
    found = judged.sql(
        "select claim_id, basis, verdict, detail, unit, n_bases "
        "from claims.claim_verdicts join claims.dim_claims using (claim_id) "
        "where claim_source = 'own' "
        f"and cohort_id = '{IMPORT}' and claim_id in {tuple(CLAIMS)} order by all"
    ).fetchall()
    assert [row[:3] for row in found] == [
        (claim, basis, "contradicted" if claim == "NOT_SO" else "supported")
        for claim in sorted(CLAIMS)
        for basis in ("same_method", "sound_method")
    ]
    for *_, detail, unit, n_bases in found:
        assert f"These data hold {N_MODELS} evaluations" in detail
        assert all((unit, n_bases))
