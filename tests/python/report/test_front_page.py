"""The README says the numbers of the tables, and the finding of the front page."""

import re

import pytest
from families import ROOT
from report.test_honest_words import text_of

LEADS = """
    select min(leads.estimate), max(leads.estimate), min(base.estimate), max(base.estimate)
    from statistics.stat_within_base as leads
    join statistics.stat_within_base as base using (cohort_id, benchmark_id, group_a, group_b)
    where cohort_id = 'january_2024' and group_a = 'instruction-tuned'
      and leads.method = 'all evaluations' and base.method = 'own base'
"""


def shown(number):
    return f"{number:+.1f}".replace("-", "−").lstrip("+")


@pytest.mark.committed
def test_the_readme_says_the_numbers_of_the_tables(warehouse, report):
    ((lead_min, lead_max, own_min, own_max),) = warehouse.sql(LEADS).fetchall()
    text = " ".join((ROOT / "README.md").read_text().split())
    leads, own = (
        re.search(f"{words} {number} to {number}", text).groups()
        for number in [r"([+−]?[\d.]+)"]
        for words in ("score", "a tuned model differs by")
    )
    assert [each.lstrip("+") for each in leads] == [shown(lead_min), shown(lead_max)]
    assert [each.lstrip("+") for each in own] == [shown(own_min), shown(own_max)]
    [heading] = re.findall(r"\*\*(Most of the lead.*?)\.\*\*", text)
    assert heading in text_of((report / "index.html").read_text())
