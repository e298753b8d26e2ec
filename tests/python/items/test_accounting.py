"""The law of accounting, over generated files: what is read is loaded, quarantined or refused."""

import csv
import io
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from bringing import empty_project, usable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from item_tables import ItemTables

from analysis_py.imports.storing import remove_import
from analysis_py.runtime.errors import UserError

pytestmark = [pytest.mark.chain, pytest.mark.long]


def tried(n: int):
    return settings(
        max_examples=n, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@pytest.fixture
def fresh():
    """Return what gives an empty project for each example."""

    with ExitStack() as stack:
        yield lambda: stack.enter_context(
            empty_project(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        )


def written(header, rows) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


MODELS = st.sampled_from(["a", "b", "lab/c-7b", "d", ""])
SCORES = st.sampled_from(["0.4", "57.1", "8", "-1", "nan", "n/a", "x", "1e3", "100", "-0"])
LONG = st.lists(
    st.tuples(
        MODELS,
        st.sampled_from(["MMLU", "MT-Bench", "Riddles", "–"]),
        SCORES,
        st.sampled_from(["", "0.1", "-1", "1e9", "wide"]),
        st.sampled_from(["", "2025-02-03", "2031-01-01"]),
    ),
    min_size=1,
    max_size=8,
)
ANSWERS = st.lists(
    st.tuples(
        MODELS,
        st.sampled_from(["Exam", "C", "C#", "Exam (x)"]),
        st.sampled_from(["1", "2", " 1 "]),
        st.sampled_from(["0", "1", "7"]),
        st.sampled_from(["A", "B", ""]),
        st.sampled_from(["A", "A", "A", "B", ""]),
        st.sampled_from(["me", "me", ""]),
        st.sampled_from(["1", "1", "", "?"]),
    ),
    min_size=1,
    max_size=6,
)
NAMES = st.sampled_from(["mine", "other", "items", "readme", "paper_claims", "Mine"])
COMMANDS = st.lists(
    st.tuples(st.just("import"), NAMES, LONG)
    | st.tuples(st.just("items"), NAMES, ANSWERS)
    | st.tuples(st.just("remove"), NAMES, st.none()),
    min_size=2,
    max_size=8,
)


@pytest.mark.fault("imports")
@tried(12)
@given(commands=COMMANDS)
def test_what_was_accepted_is_accounted_for(commands, fresh):
    project = fresh()
    imports, answers, refusals = {}, {}, []
    for command, name, rows in commands:
        try:
            if command == "import":
                header = ("model", "benchmark", "score", "std_error", "date")
                path = project.write("scores.csv", written(header, rows))
                imports[name] = len(rows), usable(project.bring(path, name))
            elif command == "items":
                header = (
                    "model",
                    "benchmark",
                    "item",
                    "score",
                    "answer",
                    "key",
                    "audit",
                    "flagged",
                )
                project.bring(project.write("answers.csv", written(header, rows)), name)
                answers[name] = len(rows)
            else:
                remove_import(Path("imports"), name)
                imports.pop(name, None)
                answers.pop(name, None)
        except UserError as refusal:
            refusals.append(str(refusal))
    assert all(refusals)
    counted = project.chain.table("row_accounting").to_dicts()
    found = {row["source"]: row for row in counted if row["file_name"].startswith("imports/")}
    assert {name: (row["n_read"], row["n_loaded"]) for name, row in found.items()} == imports
    assert all(row["n_read"] == row["n_loaded"] + row["n_quarantined"] for row in found.values())
    items = ItemTables(Path("imports"))
    kept = {row["import_name"]: row for row in items.table("item_accounting").to_dicts()}
    assert {name: row["n_read"] for name, row in kept.items()} == answers
    assert all(row["n_read"] == row["n_loaded"] + row["n_quarantined"] for row in kept.values())
    n_quarantined = items.table("quarantined_item_results").height
    assert n_quarantined == sum(row["n_quarantined"] for row in kept.values())


HEADERS = [
    *("math_num_theory_hard", "context_qa", "MT-Bench", "MMLU (5-shot)", "Reasoning", "Precision"),
    *("Model Size (B)", "#Params (M)", "Average", "latency (s)", "mmlu_stderr", "perplexity", "id"),
    *("Type", "Released", "Open", "notes", "Elo", "size"),
]
CELLS = st.sampled_from(["0.4", "57.1", "8", "1100", "7B", "true", "chat", "", "n/a", "2025-01-01"])


@pytest.mark.fault("imports")
@tried(30)
@given(st.data(), st.lists(st.sampled_from(HEADERS), min_size=1, max_size=5, unique=True))
def test_no_column_is_read_or_left_out_in_silence(fresh, data, header):
    project = fresh()
    row = st.lists(CELLS, min_size=len(header), max_size=len(header))
    rows = data.draw(st.lists(row, min_size=1, max_size=4))
    table = [(f"m{n}", *cells) for n, cells in enumerate(rows)]
    project.write("t.csv", written(("model", *header), table))
    try:
        said = project.bring()
    except UserError:
        return  # a file that is refused is so as a whole
    assert [name for name in header if name.removesuffix(" (5-shot)") not in said] == []
