"""The report shows the warehouse's numbers, whole and small."""

import base64
import gzip
import html
import json
import math
import re
import runpy
from pathlib import Path

import duckdb
import polars as pl
import pytest

from analysis_py.report import ReportError, build, style
from analysis_py.report.build import write_page
from analysis_py.report.documents import documents, folder
from analysis_py.report.encodings import DARK, PALETTE
from analysis_py.report.options import read_options
from analysis_py.report.pages import CLAIMS, PAGES, PAPER
from analysis_py.report.queries import DIGITS, text
from analysis_py.report.site import cited

QUERIES = {figure.name: page.query(figure) for page in PAGES for figure in page.figures}
#: Rounding to so many digits moves a number by at most half a unit of the last.
TOLERANCE = 0.5 * 10 ** (1 - DIGITS)


#: How a page hands its figures to its script.
PREFIX = "Object.assign(window.reportFigures ??= {}, "


@pytest.fixture(scope="session")
def script(report):
    """Return what the pages hand to their script, by figure."""
    drawn = {}
    for page in PAGES:
        source = (report / "data" / f"{page.name}.js").read_text()
        figures, _, _ = source.partition("\n")
        drawn |= json.loads(figures.removeprefix(PREFIX).removesuffix(");"))
    return drawn


def unpacked(rows):
    """Undo analysis_py.report.export.packed."""
    columns = json.loads(gzip.decompress(base64.b64decode(rows)))
    return {
        name: [column["texts"][value] if "texts" in column else value for value in column["values"]]
        for name, column in columns.items()
    }


def same(shown, true):
    if isinstance(true, float) and shown is not None:
        return math.isclose(shown, true, rel_tol=TOLERANCE, abs_tol=1e-300) or shown == true
    return shown == true


def columns(relation):
    return dict(zip(relation.columns, zip(*relation.fetchall(), strict=True), strict=True))


@pytest.mark.parametrize("name", QUERIES)
def test_a_figure_and_its_files_show_the_numbers_of_the_warehouse(warehouse, report, script, name):
    true = columns(warehouse.sql(text(QUERIES[name])))
    assert true, f"{name} has no rows"
    page = unpacked(script[name]["rows"])
    file = pl.read_csv(report / "figures" / f"{name}.csv.gz", infer_schema_length=None)
    assert list(page) == list(true) == file.columns
    for column, values in true.items():
        for shown, exact in zip(page[column], values, strict=True):
            assert same(shown, exact), f"{name}.{column}: {shown} is not {exact}"
    assert file.height == len(next(iter(true.values())))
    svg = (report / "figures" / f"{name}.svg").read_text()
    assert "<path" in svg
    assert (report / "sql" / f"{name}.sql").read_text() == text(QUERIES[name])


def test_a_predictor_is_measured_on_the_rows_of_its_fit(warehouse, project):
    """Its percentiles, computed anew on the complete rows, whose number is that of the fit."""
    effects = warehouse.table("reporting.rpt_interplay").filter("cohort_role = 'paper'").pl()
    assert effects.height > 0
    export = runpy.run_path(str(project / "tests/reference/gamm/export_frames.py"))
    frame = export["read_frame"](warehouse, "paper_2024_01")
    for (benchmark,), fit in effects.group_by("benchmark_id"):
        columns = [f"log_{name}" for name in (*fit["predictor"], benchmark)]
        complete = frame.select(columns).drop_nulls()
        assert fit["n_obs"].unique().to_list() == [complete.height]
        for name, *shown in fit.select("predictor", "predictor_p10", "predictor_p90").iter_rows():
            true = [math.exp(complete[f"log_{name}"].quantile(p, "linear")) for p in (0.1, 0.9)]
            assert shown == pytest.approx(true, rel=1e-9)


def test_links_resolve(report):
    pages = {path.name: path.read_text() for path in report.glob("*.html")}
    named = {page.name for page in PAGES} | {each.page.name for each in documents(folder())}
    assert set(pages) == {f"{name}.html" for name in named}
    anchors = {name: set(re.findall(r'\bid="([^"]+)"', page)) for name, page in pages.items()}
    for name, page in pages.items():
        for target in map(html.unescape, re.findall(r'\b(?:href|src)="([^"]+)"', page)):
            if target.startswith(("data:", "https:")):
                continue
            path, _, anchor = target.partition("#")
            assert (report / (path or name)).is_file(), f"{name} links to {target}"
            # claims are rows that the ledger's script draws; the browser test opens one
            if anchor and path != "claims.html":
                assert anchor in anchors[path or name], f"{name} links to {target}"


def test_a_source_links_to_what_it_names():
    said = (
        "Aider-AI/aider at 5dc9490, aider/website/_data; WildEval/ZeroEval published at 8c1485e; "
        "Zenodo 10.5281/zenodo.22177190, arXiv 2401.04757v1, epoch.ai/data-insights and a <b>/c"
    )
    assert re.findall(r'href="(.*?)"', cited(said)) == [
        "https://github.com/Aider-AI/aider",
        "https://github.com/WildEval/ZeroEval",
        "https://doi.org/10.5281/zenodo.22177190",
        "https://arxiv.org/abs/2401.04757",
        "https://epoch.ai/data-insights",
    ]
    assert "<b>" not in cited(said)


def test_the_report_is_small_enough_to_open_at_once(report):
    """What a page loads only when it is asked for, rows or the search, is counted one by one."""
    on_demand = {
        path for page in PAGES if page.parts for path in (report / "data" / page.name).iterdir()
    } | {report / "data" / "search.js"}
    weights = {path: path.stat().st_size for path in report.rglob("*") if path.is_file()}
    assert sum(weight for path, weight in weights.items() if path not in on_demand) < 7_000_000
    assert max(weights[path] for path in on_demand) < 2_000_000


@pytest.mark.parametrize("page", [PAPER, CLAIMS], ids=lambda page: page.name)
def test_the_same_warehouse_gives_the_same_page(warehouse, report, tmp_path, page):
    """One page has the figure of most marks, the other a table for its script."""
    for name in ("data", "figures", "sql"):
        (tmp_path / name).mkdir()
    write_page(warehouse, page, read_options(warehouse), tmp_path)
    again = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    # the page and its data; SVG, CSV and SQL of each figure; data, CSV and SQL of each table;
    # SQL of the numbers in its words
    assert len(again) == 2 + 3 * len(page.figures) + 3 * len(page.tables) + 1
    for path in again:
        assert (tmp_path / path).read_bytes() == (report / path).read_bytes(), path


def test_a_page_is_written_alone(warehouse_folder, report, tmp_path):
    (tmp_path / "index.html").write_text("as it was")
    with pytest.raises(ReportError, match="no page nowhere; there are index"):
        build(warehouse_folder, tmp_path, only=["nowhere"])
    build(warehouse_folder, tmp_path, only=["items"])
    assert (tmp_path / "index.html").read_text() == "as it was"
    assert sorted(path.stem for path in tmp_path.glob("*.html")) == ["index", "items"]
    assert (tmp_path / "items.html").read_bytes() == (report / "items.html").read_bytes()


def test_a_report_without_a_warehouse_says_to_build_it(tmp_path):
    with pytest.raises(ReportError, match=r"no .*llm_reassessment\.duckdb: build it"):
        build(tmp_path, tmp_path / "report")
    duckdb.connect(str(tmp_path / "llm_reassessment.duckdb")).close()
    with pytest.raises(ReportError, match=r"report/cohorts\.sql does not run .* rebuild it"):
        build(tmp_path, tmp_path / "report")


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tokens(name):
    """Return a colour of report.css, which has light first and then dark."""
    css = (Path(style.__file__).parent / "assets" / "report.css").read_text()
    return re.findall(rf"--{name}: (#\w{{6}})", css)[:2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", PALETTE)
@pytest.mark.parametrize("name", ["paper", "card"])
def test_colours_stand_out_in_both_modes(colour, name):
    """WCAG 2.2, 1.4.11: graphics need a contrast of 3 to 1."""
    light, dark = tokens(name)
    assert contrast(colour, light) >= 3
    assert contrast(DARK[colour], dark) >= 3
