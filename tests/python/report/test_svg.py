"""What makes a picture of the report smaller must not change what it says."""

import re
import xml.etree.ElementTree as ElementTree

import altair as alt
import polars as pl
import pytest
import vl_convert

from analysis_py.report.svg import slim

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20">'
    '<path d="M0,1.23456L2.5,3" opacity="0.135"/>'
    '<text font-family="Arial, sans-serif" transform="translate(1.987,2)">0.12345 and 7.891</text>'
    '<text font-family="Arial, sans-serif">n = 1.25</text></svg>'
)


def test_a_slim_picture_keeps_its_text_and_its_font():
    picture = ElementTree.fromstring(slim(SVG))
    assert list(picture.itertext()) == ["0.12345 and 7.891", "n = 1.25"]
    assert picture.get("font-family") == "Arial, sans-serif"
    assert all(element.get("font-family") is None for element in picture)


def test_a_slim_picture_moves_nothing_by_a_tenth_of_a_pixel():
    whole, small = (ElementTree.fromstring(svg) for svg in (SVG, slim(SVG)))
    for attribute, index in (("d", 0), ("transform", 1)):
        before, after = (_numbers(svg[index].get(attribute)) for svg in (whole, small))
        assert after == pytest.approx(before, abs=0.1)
    assert small[0].get("opacity") == whole[0].get("opacity")


def _numbers(text):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


@pytest.fixture(scope="module")
def drawing():
    """Return a scatter plot of three looks, one of them seen once, as Vega draws it."""
    points = pl.DataFrame(
        {
            "x": [0, 1, 2, 3, 4, 5, 6, 7, 8],
            "y": [3, 1, 4, 1, 5, 9, 2, 6, 5],
            "kind": ["a", "b", "a", "b", "a", "b", "a", "b", "c"],
        }
    )
    chart = alt.Chart(points).mark_point(filled=True)
    return vl_convert.vegalite_to_svg(
        chart.encode(x="x:Q", y="y:Q", color="kind:N", shape="kind:N").to_dict()
    )


def placed(svg):
    """Return every path as its place and its look, whether drawn there or referred to."""
    root = ElementTree.fromstring(svg)
    looks = {path.get("id"): path.attrib for path in root.iterfind("{*}defs/{*}path")}
    found = []
    for element in root.iter():
        name = element.get("{http://www.w3.org/1999/xlink}href", "")[1:]
        if name in looks:
            found.append(((float(element.get("x")), float(element.get("y"))), looks[name]))
        elif element.tag.endswith("path") and "transform" in element.attrib:
            found.append((tuple(_numbers(element.get("transform"))), element.attrib))
    return found


def test_paths_keep_their_place_their_look_and_their_order(drawing):
    whole, small = placed(drawing), placed(slim(drawing))
    assert "<use" in slim(drawing)
    assert len(small) == len(whole) >= 9
    for (place, look), (small_place, small_look) in zip(whole, small, strict=True):
        assert small_place == pytest.approx(place, abs=0.1)
        assert small_look["fill"] == look["fill"]
        assert _numbers(small_look["d"]) == pytest.approx(_numbers(look["d"]), abs=0.1)
