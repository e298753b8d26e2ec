"""Well quoted files of any text are read whole; ``benchmarks/fuzz.py`` tries damaged ones."""

import pytest
from any_bytes import READERS, project_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the project's seeds, in which the process works."""
    made = tmp_path_factory.mktemp("bytes")
    project_in(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        for name in ("DATA", "IMPORTS"):
            patch.delenv(f"LLM_REASSESSMENT_{name}", raising=False)
        yield made


def held(name):
    return settings(
        max_examples=max(8, round(250 * READERS[name].share)), deadline=None, derandomize=True,
        database=None, suppress_health_check=list(HealthCheck),
    )  # fmt: skip


FIELDS = st.text(
    st.characters(codec="utf-8") | st.sampled_from('",;\n\r\t|=-0123456789abc'), max_size=12
)


def quoted(fields):
    return ",".join('"' + field.replace('"', '""') + '"' for field in fields)


@held("files of facts")
@given(rows=st.lists(st.tuples(FIELDS, FIELDS, FIELDS), min_size=1, max_size=6))
def test_a_well_quoted_file_of_any_text_is_read_whole(folder, rows):
    text = "\n".join(["model,benchmark,score", *map(quoted, rows)]) + "\n"
    outcome = READERS["files of facts"].read(folder, text.encode())
    if outcome.refusal is None:
        assert (outcome.n_read, outcome.n_loaded) == (len(rows), len(rows))
    else:
        assert "NUL byte" in outcome.refusal
