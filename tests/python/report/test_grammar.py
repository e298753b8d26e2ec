"""Every figure speaks the visual grammar of docs/figures.md: one sign for one way to compute."""

import json
import re

import pytest

from analysis_py.report.encodings import WORDS
from analysis_py.report.findings import findings
from analysis_py.report.options import ELSEWHERE
from analysis_py.report.pages import PAGES
from analysis_py.report.queries import answer

FIGURES = [(page, figure) for page in PAGES for figure in page.figures]
NAMES = [figure.name for _, figure in FIGURES]
#: The channels that tell the values of a field apart.
CHANNELS = ("color", "fill", "stroke", "shape", "strokeDash")


def encodings(part):
    """Yield every encoding of a specification, wherever it lies."""
    if isinstance(part, dict):
        if isinstance(part.get("encoding"), dict):
            yield part["encoding"]
        for each in part.values():
            yield from encodings(each)
    elif isinstance(part, list):
        for each in part:
            yield from encodings(each)


def distinguished(chart):
    """Return what a figure's chart tells apart by a list: channel, field, and value to sign."""
    found = []
    for encoding in encodings(chart().to_dict()):
        for channel, definition in encoding.items():
            scale = definition.get("scale") if isinstance(definition, dict) else None
            domain, signed = (scale or {}).get("domain"), (scale or {}).get("range")
            listed = isinstance(domain, list) and isinstance(signed, list)
            if channel in CHANNELS and listed and definition["type"] == "nominal":
                pairs = dict(zip(domain, signed, strict=False))
                found.append((channel, definition["field"], pairs))
    return found


@pytest.mark.parametrize(("page", "figure"), FIGURES, ids=NAMES)
def test_a_figure_has_the_sign_of_every_value_that_it_draws(warehouse, page, figure):
    """What a legend does not know is not drawn, and nobody would miss it."""
    frame = answer(warehouse, page.query(figure))
    for channel, field, pairs in distinguished(figure.chart):
        if field in frame.columns:
            drawn = set(frame[field].drop_nulls().unique())
            assert drawn <= set(pairs), f"{figure.name}: {channel} of {drawn - set(pairs)}"
        for word in pairs.keys() & WORDS.keys():
            sign = WORDS[word].shape if channel == "shape" else WORDS[word].colour
            assert pairs[word] == sign or channel == "strokeDash", f"{figure.name}: {word}"


#: What a subtitle measures in.
UNIT = re.compile(
    r"%|\bpoints\b|\$|\bmonths\b|\branks\b|times|multiple of|from −1 to 1|indices|all scores",
    re.IGNORECASE,
)
#: A name as only files spell it.
SPELLED = re.compile(r"/|_|-hf$|-it$|\d{4}-\d\d-\d\d|^(gpt|gemini|claude|meta)-\d")
#: What titles say of their subjects.
VERB = re.compile(
    r"\b(beats?|calls|contradicts|could|differ|disagree|fall|falls|fell|flag|forms|gains?|give|goes|grow|ha[sd]|have|"
    r"is|are|jump|lagged|leads?|leaves|may|move|range|rises?|says?|score[ds]?|share|stands|was)\b"
)
#: What a title is not: a list after a colon, an interval in brackets, a word of the database, and
#: what causes what.
NO_TITLE = re.compile(
    r":[^;]*;|[\[\]]|_|\b(population|base famil|cohort|snapshot|flagged|uncalibrated|"
    r"changes\b|adds\b|causes\b)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("figure", [figure for _, figure in FIGURES], ids=NAMES)
def test_a_tooltip_has_at_most_five_facts(figure):
    """Both ends of an interval are one; what else there is, the table below has."""
    for encoding in encodings(figure.chart().to_dict()):
        told = encoding.get("tooltip", [])
        if isinstance(told, list):
            assert len([each for each in told if "high" not in each["field"]]) <= 5, told


@pytest.mark.parametrize(("page", "figure"), FIGURES, ids=lambda each: each.name)
def test_a_finding_is_a_title(warehouse, page, figure):
    """A sentence with a verb; of more than 80 characters it is a paragraph."""
    rows = answer(warehouse, page.query(figure))
    for row in findings(warehouse, page, figure, rows):
        title = row["finding"]
        assert len(title) <= 80, title
        assert VERB.search(title), f"no verb: {title}"
        assert not NO_TITLE.search(title), title


@pytest.mark.parametrize("figure", [figure for _, figure in FIGURES], ids=NAMES)
def test_no_text_of_a_figure_is_smaller_than_13_pixels(figure):
    spec = json.dumps(figure.chart().to_dict())
    sizes = re.findall(r'ontSize": (?:{"expr": "[^"]*\? )?(\d+)(?: : (\d+))?', spec)
    assert all(int(size) >= 13 for pair in sizes for size in pair if size), sizes


@pytest.mark.parametrize("figure", [figure for _, figure in FIGURES], ids=NAMES)
def test_a_subtitle_has_a_unit(figure):
    assert UNIT.search(figure.title), figure.title


@pytest.mark.committed
@pytest.mark.parametrize(
    "name", ["findings_today", "today_ability", "today_cheapest", "today_date", "items_clean"]
)
def test_models_have_names_that_a_reader_would_say(warehouse, name):
    """None is an address or ends in a date of digits, and two models of a row are two names."""
    [(page, figure)] = [each for each in FIGURES if each[1].name == name]
    frame = answer(warehouse, page.query(figure))
    names = frame["named" if "named" in frame.columns else "model"].drop_nulls().unique()
    assert len(names) >= 20
    assert not [each for each in names if SPELLED.search(each)]
    if name == "items_clean":
        assert frame.select("benchmark_name", "model").is_unique().all()


def test_a_file_of_a_figure_names_its_source(report):
    """Each one, whatever its rows are of; the fallback is for figures without rows."""
    texts = [path.read_text() for path in sorted((report / "figures").glob("*.svg"))]
    assert texts
    assert all("Data: " in text and ELSEWHERE not in text for text in texts)
