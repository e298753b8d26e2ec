"""Files of the report: what makes a picture smaller must not change what it says."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from analysis_py.report import export

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20">'
    '<path d="M0,1.23456L2.5,3" opacity="0.135"/>'
    '<text font-family="Arial, sans-serif" transform="translate(1.987,2)">0.12345 and 7.891</text>'
    '<text font-family="Arial, sans-serif">n = 1.25</text></svg>'
)


def test_a_slim_picture_keeps_its_text_and_its_font():
    slim = ElementTree.fromstring(export._slim(SVG))
    assert list(slim.itertext()) == ["0.12345 and 7.891", "n = 1.25"]
    assert slim.get("font-family") == "Arial, sans-serif"
    assert all(element.get("font-family") is None for element in slim)


def test_a_slim_picture_moves_nothing_by_a_tenth_of_a_pixel():
    whole, slim = (ElementTree.fromstring(svg) for svg in (SVG, export._slim(SVG)))
    for attribute, index in (("d", 0), ("transform", 1)):
        before, after = (_numbers(svg[index].get(attribute)) for svg in (whole, slim))
        assert after == pytest.approx(before, abs=0.1)
    assert slim[0].get("opacity") == whole[0].get("opacity")


def _numbers(text):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def test_a_picture_without_text_is_left_whole():
    picture = '<svg width="1"><path d="M0,0"/></svg>'
    assert export._slim(picture) == picture


def test_a_shape_in_many_places_is_defined_once_and_stays_in_all_of_them():
    places = [(0, 0), (5, 1), (9, 2), (12, 3)]
    marks = "".join(
        f'<path transform="translate({x},{y})" d="M2,0A2,2,0,1,1,-2,0" fill="#0072B2"/>'
        for x, y in places
    )
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="20">{marks}<path transform="translate(1,1)" d="M0,0h3"/></svg>'
    )
    slim = ElementTree.fromstring(export._slim(picture))
    space = "{http://www.w3.org/2000/svg}"
    (shape,) = slim.find(f"{space}defs")
    assert (shape.get("d"), shape.get("fill")) == ("M2,0A2,2,0,1,1,-2,0", "#0072B2")
    uses = slim.findall(f"{space}use")
    assert [use.get("transform") for use in uses] == [f"translate({x},{y})" for x, y in places]
    assert {use.get("{http://www.w3.org/1999/xlink}href") for use in uses} == {
        f"#{shape.get('id')}"
    }
    assert len(slim.findall(f"{space}path")) == 1, "a shape of one place stays as it is"
