"""Every count of benchmarks that the pages but the first print is that of the corrected table."""

import html
import re

import pytest

#: What a sentence of a page says, its numbers in groups, and the query whose rows have them, in the
#: order of the page. "none" and "no" are 0.
WORDS = {"none": 0, "no": 0}
BY_SOURCE = """
    from (
        select cohort_id, count(is_significant) as n_trusted,
            count(*) filter (where is_significant and estimate > 0) as n_rising,
            count(*) filter (where is_significant and estimate < 0) as n_falling
        from statistics.stat_field_slopes where (model, term) = ('{}', '{}') group by cohort_id
    )
    inner join (
        from marts.dim_cohorts
        qualify row_number() over (
            partition by snapshot_id order by n_evaluations desc, cohort_id
        ) = 1
    ) using (cohort_id)
    where n_trusted > 0
    order by n_evaluations desc, cohort_name
"""
PAIR = """
    from statistics.{} where cohort_id = 'january_2024'
    and group_a = '{}' and group_b = 'pretrained' and method = '{}' and status = 'ok'
"""
SENTENCES = [
    (
        "today",
        r"on the median of the (\d+) benchmarks that can be tested. On these, scores rise "
        r"significantly with size on (\w+) and fall on (\w+)",
        "select n_trusted, n_rising, n_falling" + BY_SOURCE.format("total", "log2_total"),
    ),
    (
        "today",
        r"on the median of the (\d+) benchmarks that can be tested, and the rise is significant on "
        r"(\w+)",
        "select n_trusted, n_rising" + BY_SOURCE.format("date", "years"),
    ),
    (
        "today",
        r"they are significantly behind on (\w+) of (\d+)",
        "select n_falling, n_trusted" + BY_SOURCE.format("open at equal date", "is_open"),
    ),
    (
        "training_types",
        r"score significantly different from pretrained ones on (\w+) of (\d+) benchmarks",
        "select count(*) filter (where is_significant), count(*)"
        + PAIR.format("stat_adjusted_pairs", "fine-tuned", "ancova"),
    ),
]
#: What says that a difference is there, and not whether it is adjusted.
UNSAID = re.compile(
    r"\b(?:is|are|was|were) shown (?:to be|on|in|by)\b|\bnot shown\b|\bno difference shown\b"
    r"|\bshown (?:higher|lower)\b|\binterval (?:lies )?(?:above|below) zero\b",
    re.IGNORECASE,
)


def words_of(page):
    """Return what a page says, without scripts and marks, in one line."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page.read_text(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize(("page", "pattern", "query"), SENTENCES)
def test_a_sentence_has_the_counts_of_the_corrected_table(report, warehouse, page, pattern, query):
    said = re.findall(pattern, words_of(report / f"{page}.html"))
    numbers = [tuple(WORDS[one] if one in WORDS else int(one) for one in groups) for groups in said]
    assert numbers == warehouse.sql(query).fetchall()
    assert numbers
