"""Files of figures stand alone: what is shown, of whom, from where, and where it lives."""

import re
from xml.etree import ElementTree

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis_py.report.captions import Words, framed

FIGURE, COHORT = "size_curves", "openllm_v2"


@pytest.fixture(scope="module")
def saved(tabs, report, tmp_path_factory):
    """Return the files of one figure for another choice than the first, and its title."""
    page = tabs.open(report / "scale.html", hash=f"#cohort_id={COHORT}")
    folder = tmp_path_factory.mktemp("saved")
    files = {}
    for kind in ("svg", "png", "csv"):
        with page.expect_download() as download:
            page.locator(f"#{FIGURE} [data-save={kind}]").click()
        assert download.value.suggested_filename == f"{FIGURE}-{COHORT}-reml.{kind}"
        files[kind] = folder / f"{FIGURE}.{kind}"
        download.value.save_as(files[kind])
    title = page.locator(f"#{FIGURE} h3").text_content()
    tabs.give_back(page)
    return files, title


def texts(svg):
    return " ".join(" ".join(ElementTree.fromstring(svg).itertext()).split())


def test_a_drawing_says_what_of_whom_and_whence(saved):
    files, title = saved
    said = texts(files["svg"].read_text())
    for words in (
        title,
        "4,552 evaluations",
        "2025-03-21",
        "Licence: ",
        f"report/scale.html#{FIGURE}&cohort_id={COHORT}",
        "IFEval",
    ):
        assert words in said


def test_a_picture_has_two_pixels_per_unit(saved):
    files, _ = saved
    svg = files["svg"].read_text()
    width, height = (
        int(float(re.search(rf'<svg[^>]*? {side}="([0-9.]+)"', svg)[1]))
        for side in ("width", "height")
    )
    header = files["png"].read_bytes()[:24]
    assert header.startswith(b"\x89PNG")
    pixels = [int.from_bytes(header[start : start + 4], "big") for start in (16, 20)]
    assert pixels == pytest.approx([2 * width, 2 * height], abs=2)


def test_rows_are_those_that_are_shown_with_their_source_above(saved, report):
    files, title = saved
    lines = files["csv"].read_text().splitlines()
    notes = [line for line in lines if line.startswith("# ")]
    assert notes[0] == f"# {title}"
    assert any("2025-03-21" in line and "Licence" in line for line in notes)
    rows = pl.read_csv(files["csv"], comment_prefix="#", infer_schema_length=None)
    whole = pl.read_csv(report / "figures" / f"{FIGURE}.csv.gz", infer_schema_length=None)
    expected = whole.filter(cohort_id=COHORT)
    assert_frame_equal(rows, expected, check_dtypes=False)


def test_words_are_wrapped_and_escaped():
    svg = '<svg width="100" height="50"></svg>'
    words = Words("A < B & C", "a long subtitle " * 20, ("note",))
    root = ElementTree.fromstring(framed(svg, words))
    lines = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert lines[0] == "A < B & C"
    assert len(lines) > 4
    assert max(map(len, lines)) < 110
    inner = root.find("{*}svg")
    assert float(inner.get("y")) > float(root[1].get("y"))
    assert float(root.get("height")) > float(inner.get("y")) + 50


def test_cells_that_a_spreadsheet_would_run_are_harmless(opened):
    page = opened("claims")
    with page.expect_download() as download:
        page.evaluate("""window.report.saveRows("x.csv", ["a", "b"],
            [{a: "=HYPERLINK(1)", b: "-2.5"}, {a: "@x", b: -3}])""")
    assert download.value.path().read_text() == "a,b\n'=HYPERLINK(1),-2.5\n'@x,-3\n"
