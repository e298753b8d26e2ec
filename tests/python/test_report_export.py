"""Files of the report: what makes a picture smaller must not change what it says."""

import xml.etree.ElementTree as ElementTree

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
    path, text, _ = ElementTree.fromstring(export._slim(SVG))
    assert path.get("d") == "M0,1.2L2.5,3"
    assert path.get("opacity") == "0.135"
    assert text.get("transform") == "translate(1.9,2)"


def test_a_picture_without_text_is_left_whole():
    picture = '<svg width="1"><path d="M0,0"/></svg>'
    assert export._slim(picture) == picture
