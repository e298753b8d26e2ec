"""The charts of the explorer: words for what is missing, and files that stand alone."""

import json
import re
import xml.etree.ElementTree as ET

import polars as pl
import pytest
import vl_convert
from streamlit.testing.v1 import AppTest

import charts
import figures
import queries
from analysis_py.report.captions import Words
from tooltips import with_tooltip


@pytest.fixture(scope="module")
def page(project, warehouse_folder):
    """Return the page on the groups of which some are not tested."""
    page = AppTest.from_file(str(project / "app/explorer.py"), default_timeout=300).run()
    page.selectbox(key="factor").select("parameter_range").run()
    assert not page.exception
    return page


def test_every_chart_can_be_taken_away_with_its_words(page, warehouse):
    labels = [button.proto.label for button in page.get("download_button")]
    n_charts = len(page.get("vega_lite_chart"))
    assert n_charts > 4
    assert labels.count("SVG") == labels.count("PNG") == n_charts


def test_a_file_says_what_it_shows_of_whom_and_where_it_is_from(warehouse):
    choice = queries.Choice("january_2024", "arc", "parameter_range", "reml")
    means = warehouse.sql(queries.means(choice)).pl()
    ((source,),) = warehouse.sql(queries.source(choice)).fetchall()
    assert "Licence" in source
    words = Words("What is shown", "Of whom, n = 7", ("How to read it.", source))
    svg = figures.picture(charts.group_means(means), words)
    texts = " ".join(element.text or "" for element in ET.fromstring(svg).iter() if element.text)
    for said in (words.title, words.subtitle, "How to read it.", *source.split()):
        assert said in texts
    assert "7–13 B (n =" in texts
    assert "unknown (n =" in texts
    assert "[" not in texts
    assert vl_convert.svg_to_png(svg, scale=2).startswith(b"\x89PNG")


def test_no_chart_writes_null(page):
    """Neither on the drawing nor in the words of a tooltip, which are fields of text."""
    for chart in page.get("vega_lite_chart"):
        spec = json.loads(chart.proto.spec)
        for encoding in re.findall(r'"tooltip": ?(\[.*?\])', json.dumps(spec)):
            assert all(each["field"].startswith("tooltip_") for each in json.loads(encoding))
    frame = pl.DataFrame(
        {"a": [1.23456, None, -12345.6], "b": ["x", None, ""], "c": [1234, None, -5]}
    )
    rows, tooltip = with_tooltip(frame, a="A", b="B", c="C")
    assert rows["tooltip_a"].to_list() == ["1.23", "none", "−12,300"]
    assert rows["tooltip_b"].to_list() == ["x", "none", "none"]
    assert rows["tooltip_c"].to_list() == ["1,234", "none", "−5"]
    assert [each.to_dict()["title"] for each in tooltip] == ["A", "B", "C"]


def test_claims_are_found_by_their_words(page, warehouse):
    (words,) = [box for box in page.text_input if box.label == "Search all claims"]
    words.set_value("truthful").run()
    assert not page.exception
    expected = warehouse.sql(
        "select claim_id from claims.dim_claims where statement ilike '%truthful%' order by all"
    ).fetchall()
    (table,) = [one.value for one in page.dataframe if "sound_method" in one.value.columns]
    assert table["claim_id"].to_list() == [claim for (claim,) in expected]
    page.text_input(key="claim").set_value("no such word").run()
    assert any("No claim says" in message.value for message in page.info)


def test_people_read_names_not_identifiers(page, warehouse):
    """Of cohorts, benchmarks and models, in what is chosen and what is said."""
    identifiers = {
        value
        for (value,) in warehouse.sql(
            "select cohort_id from marts.dim_cohorts union select benchmark_id "
            "from marts.dim_benchmarks union select evaluation_id from marts.fct_evaluations"
        ).fetchall()
        if re.search(r"[_0-9]", value)
    }
    said = [*page.markdown, *page.caption, *page.title, *page.subheader, *page.info]
    offered = [option for box in page.selectbox for option in box.options]
    for text in [*(each.value for each in said), *offered]:
        assert not identifiers & set(re.split(r"[^\w.-]+", text)), text
