"""The pages of docs/ within the report, the words that they explain, and the search."""

import pytest
import yaml

from analysis_py import __version__
from analysis_py.report.headings import slug
from analysis_py.report.terms import terms

ENTRIES = """# Glossary

**Analysis of variance (ANOVA).** Test that several groups
have equal means. See [comparisons.md](comparisons.md); `statistics.stat_anova`.

**edf.** How much a smooth *bends*. See [gamm.md](gamm.md).

**Claim.** A checkable statement.
"""


def test_terms_have_all_their_names_and_plain_meanings():
    found = terms(ENTRIES)
    address = "docs-glossary.html#analysis-of-variance-anova"
    assert found["ANOVA"] == found["Analysis of variance"]
    assert found["ANOVA"][1] == address
    assert found["ANOVA"][0].startswith("Test that several groups have equal means.")
    assert "comparisons.md" not in found["ANOVA"][0]
    assert "statistics.stat_anova" in found["ANOVA"][0]
    assert found["edf"][0] == "How much a smooth bends."
    assert "Claim" not in found, "a word of everyday language"


@pytest.mark.parametrize(
    ("words", "place"),
    [("Who is a base family", "who-is-a-base-family"), ("<code>a_b</code>: c–d?", "a_b-cd")],
)
def test_headings_have_the_addresses_that_forges_give(words, place):
    assert slug(words) == place


@pytest.mark.parametrize(
    ("text", "kind", "page"),
    [
        ("wrong keys", "page", "items.html"),
        ("contamination", "method", "docs-"),
        ("scaling law", "page", "scale.html"),
        ("mmlu", "benchmark", "find.html#cohort_id="),
        ("mistral 7b", "model", "find.html#cohort_id="),
        ("C073", "claim", "claims.html#C073"),
        ("restricted maximum likelihood", "word", "docs-glossary.html"),
        ("who is a base family", "method", "docs-dependence.html#who-is-a-base-family"),
    ],
)
def test_the_search_finds(opened, text, kind, page):
    found = opened("docs")
    found.locator("#search input").fill(text)
    entries = found.locator("#search-results li", has=found.locator(f".kind:text-is('{kind}')"))
    entries.first.wait_for()
    assert entries.first.locator("a").get_attribute("href").startswith(page)
    found.locator("#search input").press("Enter")
    found.wait_for_url("**/*.html*")
    assert found.complaints == []


def test_the_citation_is_of_this_version(project, report):
    cited = yaml.safe_load((project / "CITATION.cff").read_text())
    assert cited["version"] == __version__
    assert f"llm_reassessment {__version__}" in (report / "index.html").read_text()
