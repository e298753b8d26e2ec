"""The heading of the front page follows from the shares of the leads, whatever the board."""

import html
import re

import pytest
from report.writing import words_of
from sql_models import remake

from analysis_py.report.pages import INDEX

HEADING = "Most of the lead of tuned models is the lead of the models they were tuned from"


def heading_of(connection):
    heading = re.search("<h1>(.*?)</h1>", words_of(connection, INDEX))
    return html.unescape(heading.group(1))


def named(names):
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


@pytest.mark.parametrize("latest", [None, "openllm_v2"])
@pytest.mark.parametrize("cohort", ["january_2024", "openllm_v1", "openllm_v1_clean", "openllm_v2"])
def test_the_heading_names_every_benchmark_whose_share_is_not_below_one_half(other, cohort, latest):
    other.execute(f"""
        create or replace view reporting.rpt_type_effects as
        select * replace (case cohort_id when '{cohort}' then 'headline'
                          when '{latest}' then 'latest_board' end as cohort_role)
        from published.reporting.rpt_type_effects
    """)
    remake(other, "rpt_type_pairs")
    shares = other.sql("""
        select cohort_role, benchmark_name,
               max(estimate) filter (type_view = 'own_base_by_evaluation')
               / max(estimate) filter (type_view = 'known_bases') as share
        from reporting.rpt_type_effects
        where cohort_role is not null and status = 'ok'
          and group_a = 'instruction-tuned' and group_b = 'pretrained'
        group by cohort_role, benchmark_name, benchmark_order
        order by cohort_role, benchmark_order
    """).fetchall()
    gained = [benchmark for _, benchmark, share in shares if share >= 0.5]
    assert 0 < len(gained) < len(shares) / 2
    assert heading_of(other) == f"{HEADING}, except on {named(gained)}"


def test_the_heading_turns_where_most_is_gained(other):
    other.execute("""
        create or replace view reporting.rpt_type_effects as
        select * replace (1 - share_gained as share_gained)
        from published.reporting.rpt_type_effects
    """)
    remake(other, "rpt_type_pairs")
    assert heading_of(other) == "Tuned models score higher than the models they were tuned from"
