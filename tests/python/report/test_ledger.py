"""The claims ledger of the report: what it counts, finds, opens and saves is what was judged."""

import csv
import gzip
import json

import pytest

from analysis_py.report.pages import CLAIMS as PAGE
from analysis_py.report.queries import text
from analysis_py.report.site import plain

FIGURES = {figure.name: figure for figure in PAGE.figures}
BASES = ("published", "recovered", "same_method", "sound_method")


def rows(warehouse, sql):
    return warehouse.sql(sql).fetchall()


def test_flat_claims_hold_every_verdict_and_no_other(warehouse):
    differences = rows(
        warehouse,
        f"""
        with flat as (
            select claim_id, basis, cohort_id, verdict from (
                unpivot reporting.rpt_claims on {", ".join(BASES)} into name basis value verdict
            )
        ),
        judged as (select claim_id, basis, cohort_id, verdict from claims.claim_verdicts)
        (from flat except from judged) union all (from judged except from flat)
        """,
    )
    assert differences == []


def test_every_claim_has_one_population_of_its_own(warehouse):
    counts = rows(
        warehouse,
        """
        select claim_id, count(*) filter (where is_papers_population) as n_own
        from reporting.rpt_claims
        where claim_source = 'paper'
        group by claim_id
        having n_own != 1
        """,
    )
    assert counts == []


def test_what_is_left_was_supported_at_every_step_that_could_test_it(warehouse):
    """The chain followed in plain Python, claim by claim."""
    steps = [("paper_2024_01", basis) for basis in BASES] + [
        (cohort, basis) for cohort in ("january_2024", "openllm_v1") for basis in BASES[2:]
    ]
    verdicts = {
        (claim, cohort, basis): verdict
        for claim, cohort, basis, verdict in rows(
            warehouse, "select claim_id, cohort_id, basis, verdict from claims.claim_verdicts"
        )
    }
    # what describes the paper's own sample survives nothing and fails nothing
    of_sample = {
        claim
        for (claim,) in rows(
            warehouse, "select claim_id from claims.dim_claims where describes_sample"
        )
    }
    left = {
        claim
        for claim, cohort, basis in verdicts
        if claim.startswith("C")
        and claim not in of_sample
        and (cohort, basis) == steps[0]
        and verdicts[claim, cohort, basis] == "supported"
    }
    expected = []
    for step in steps:
        left = {
            claim
            for claim in left
            if verdicts.get((claim, *step), "not_testable") in ("supported", "not_testable")
        }
        expected.append(len(left))
    query = text(PAGE.query(FIGURES["ledger_survival"])).rstrip().rstrip(";")
    shown = rows(warehouse, f"select distinct start, step_order, n_left from ({query})")
    printed = sorted(row[1:] for row in shown if row[0].startswith("the printed tables support"))
    assert [n_left for _, n_left in printed] == expected
    assert expected[0] > expected[-1]


def test_no_figure_counts_what_describes_the_sample(warehouse):
    query = text(PAGE.query(FIGURES["ledger_verdicts"])).rstrip().rstrip(";")
    assert rows(warehouse, f"select 1 from ({query}) where verdict like '%applicable%'") == []
    [(shown,)] = rows(
        warehouse,
        f"select sum(n_claims) from ({query}) where cohort_id = 'january_2024' "
        "and judged_by = 'the paper''s method'",
    )
    [(asked,)] = rows(
        warehouse,
        "select count(*) from reporting.rpt_claims where cohort_id = 'january_2024' "
        "and same_method != 'not_applicable' and claim_source in ('paper', 'own')",
    )
    assert shown == asked


def with_ledger(page):
    page.wait_for_selector("#ledger:not([hidden])")
    return page


@pytest.fixture
def claims(opened):
    """Return a function that opens the ledger's page."""
    return lambda **options: with_ledger(opened("claims", **options))


@pytest.fixture(scope="module")
def ledger(tabs, report):
    """Return the ledger's page, whose filters each test takes back."""
    with tabs.lent() as open_file:
        yield with_ledger(open_file(report / "claims.html"))


def count(page):
    return page.locator("#ledger-count").inner_text()


def listed(page):
    page.evaluate("document.getElementById('ledger-rest').click()")
    return page.locator("#ledger > tbody:visible > tr:first-child button").all_inner_texts()


def expected(warehouse, condition, population="is_papers_population"):
    return [
        claim
        for (claim,) in rows(
            warehouse,
            f"""
            select claim_id from reporting.rpt_claims
            where claim_source = 'paper' and {population} and {condition} order by claim_id
            """,
        )
    ]


@pytest.mark.parametrize(
    ("choices", "condition"),
    [
        ({}, "true"),
        ({"verdict": "contradicted", "basis": "published"}, "published = 'contradicted'"),
        ({"basis": "recovered"}, "recovered != 'not_testable'"),
        ({"verdict": "not_applicable", "basis": "same_method"}, "same_method = 'not_applicable'"),
        ({"verdict": "inconclusive"}, "'inconclusive' in (same_method, sound_method)"),
        (
            {"topic": "subject=Size ranges", "benchmark": "MMLU"},
            "subject = 'Size ranges' and benchmark_id = 'mmlu'",
        ),
        ({"against": True}, "is_text_against_tables"),
        (
            {"text": "GSM8K  pretrained"},
            "statement ilike '%gsm8k%' and statement ilike '%pretrained%'",
        ),
    ],
)
def test_the_filters_find_what_a_query_finds(ledger, warehouse, choices, condition):
    for name, value in choices.items():
        control = ledger.locator(f"#ledger-controls [name={name}]")
        if value is True:
            control.check()
        elif name == "text":
            control.fill(value)
        else:
            control.select_option(value)
    found = expected(warehouse, condition)
    shown = listed(ledger)
    if "text" in choices:
        # the search reads the observations too, which may name more
        assert set(found) <= set(shown) < set(expected(warehouse, "true"))
    else:
        assert shown == found
    whole = len(expected(warehouse, "true"))
    assert count(ledger) == f"{len(shown)} of {whole} claims"
    ledger.locator("#ledger-controls button[type=reset]").click()
    ledger.wait_for_function(
        f"document.getElementById('ledger-count').textContent == '{whole} of {whole} claims'"
    )
    assert ledger.complaints == []


def test_the_population_of_the_page_is_that_of_the_ledger(claims, warehouse):
    page = claims(hash="#cohort_id=openllm_v2")
    of_board = "cohort_id = 'openllm_v2'"
    assert listed(page) == expected(warehouse, "true", population=of_board)
    page.locator("#ledger-controls [name=verdict]").select_option("supported")
    page.locator("#ledger-controls [name=basis]").select_option("sound_method")
    assert listed(page) == expected(warehouse, "sound_method = 'supported'", population=of_board)


def test_an_address_opens_its_claim_beside_the_choices(claims, warehouse):
    page = claims(width=390, hash="#C073&cohort_id=january_2024")
    shown = json.loads(page.locator("#ledger_verdicts").get_attribute("data-drawn"))
    assert shown == {"cohort_id": "january_2024"}
    assert page.url.endswith("#C073&cohort_id=january_2024")
    claim = page.locator("#C073")
    assert claim.get_attribute("class") == "here"
    assert claim.locator("button").get_attribute("aria-expanded") == "true"
    details = rows(
        warehouse,
        "select detail from claims.claim_verdicts inner join reporting.rpt_claims "
        "using (claim_id, cohort_id) where claim_id = 'C073' and is_in_report",
    )
    assert claim.locator(".observations li").count() == len(details)
    for (detail,) in details:
        # sizes and minus signs as one says them
        assert plain(detail) in claim.inner_text()
    top = claim.bounding_box()["y"]
    assert 0 < top < 450, "the claim is out of sight"
    # from there to another, by a link, the choice stays
    page.evaluate("location.hash = '#C340'")
    page.wait_for_selector("#C340.here")
    assert page.locator("tbody.here").count() == 1
    assert page.locator("#C340-more").is_visible()


def test_the_filtered_claims_are_saved(claims, report, warehouse):
    page = claims()
    page.locator("#ledger-controls [name=against]").check()
    with page.expect_download() as download:
        page.locator("#ledger-save").click()
    with download.value.path().open(newline="") as file:
        saved = list(csv.DictReader(file))
    assert [row["claim_id"] for row in saved] == expected(warehouse, "is_text_against_tables")
    with gzip.open(report / "figures" / "ledger.csv.gz", "rt", newline="") as file:
        whole = {(row["claim_id"], row["cohort_id"]): row for row in csv.DictReader(file)}
    for row in saved:
        assert row == whole[row["claim_id"], row["cohort_id"]]
    with page.expect_download() as download:
        page.locator("#ledger-whole").click()
    with download.value.path().open(newline="") as file:
        assert list(csv.DictReader(file)) == list(whole.values())
