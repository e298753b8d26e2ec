"""The claims ledger of the report: what it counts, finds and opens is what was judged."""

import json

import pytest

from analysis_py.report import queries
from analysis_py.report.nulls import Null
from analysis_py.report.pages import PAGES
from analysis_py.report.site import plain


def rows(warehouse, sql):
    return warehouse.sql(sql).fetchall()


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


def expected(warehouse, condition):
    """Return the claims on January's verdicts, else on those of the claim's own population."""
    return [
        claim
        for (claim,) in rows(
            warehouse,
            f"""
            with own as (from reporting.rpt_claims where is_papers_population),
            here as (
                select claim_id, true as is_here, same_method, sound_method
                from reporting.rpt_claims where cohort_id = 'january_2024'
            ),
            claims as (
                select own.* replace (
                    if(is_here, here.same_method, own.same_method) as same_method,
                    if(is_here, here.sound_method, own.sound_method) as sound_method
                )
                from own left join here using (claim_id)
            )
            select claim_id from claims
            where claim_source = 'paper' and {condition} order by claim_id
            """,
        )
    ]


@pytest.mark.parametrize(
    ("choices", "condition"),
    [
        ({}, "'contradicted' in (published, recovered, same_method, sound_method)"),
        ({"basis": ""}, "true"),
        ({"verdict": "contradicted", "basis": "published"}, "published = 'contradicted'"),
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
    assert count(ledger).startswith(f"{len(shown)} of {whole} claims")
    ledger.locator("#ledger-controls button[type=reset]").click()
    ledger.wait_for_function(
        "whole => document.getElementById('ledger-count').textContent.startsWith(whole)",
        arg=f"{whole} of {whole} claims",
    )
    assert ledger.complaints == []


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


def test_the_page_opens_on_the_conclusions_the_decided_first(ledger, warehouse):
    """Each is drawn with a mark for each of its claims, or for each that has an interval."""
    page = next(page for page in PAGES if page.name == "claims")
    conclusions = queries.facts(warehouse, page.facts)["conclusions"]
    words = {"stands": "✓ stands", "fails": "✗ fails", "open": "○ inconclusive"}
    assert {row["conclusion_id"]: words[row["verdict"]] for row in conclusions} == ledger.evaluate(
        "Object.fromEntries([...document.querySelectorAll('table.trial > tbody > tr')]"
        ".map((row) => [row.id, row.cells[0].innerText.trim()]))"
    )
    is_open = [row["verdict"] == "open" for row in conclusions]
    assert is_open == sorted(is_open)
    for row in conclusions:
        marks = row["marks"]
        drawn = [mark for mark in marks if not isinstance(mark["middle"], Null)] or marks
        assert ledger.locator(f"#{row['conclusion_id']} svg g").count() == len(drawn), row


def test_a_bar_of_a_paper_counts_its_claims(ledger, warehouse):
    bars = ledger.evaluate(
        "[...document.querySelectorAll('table.papers .bar')].map((bar) => Object.fromEntries("
        "[...bar.children].map((part) => [part.className, +part.style.flexGrow])))"
    )
    counted = rows(
        warehouse,
        "select n_supported, n_contradicted, n_inconclusive from reporting.rpt_papers "
        "order by paper_order",
    )
    verdicts = ("supported", "contradicted", "inconclusive")
    assert [tuple(bar.get(each, 0) for each in verdicts) for bar in bars] == counted
