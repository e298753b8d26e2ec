"""Whatever bytes a reader is given, it refuses in a sentence or loses nothing (any_bytes.py)."""

import random

import pytest
from accidents import mutated
from any_bytes import CLAIM_COLUMNS, READERS, project_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.long

PROMISE = "refused in a sentence, or each record is loaded or in quarantine"
#: A second or two for each reader.
N_EXAMPLES = {name: max(8, round(250 * reader.share)) for name, reader in READERS.items()}


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
        max_examples=N_EXAMPLES[name], deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@pytest.mark.fault("facts", "{name} of any bytes at all", PROMISE)
@pytest.mark.parametrize("name", READERS)
def test_any_bytes(folder, name):
    @held(name)
    @given(st.binary(max_size=300))
    def read(content):
        READERS[name].read(folder, content)

    read()


@pytest.mark.fault("facts", "{name} that were sound before some accidents", PROMISE)
@pytest.mark.parametrize("name", READERS)
def test_sound_bytes_after_accidents(folder, name):
    @held(name)
    @given(st.sampled_from(READERS[name].sound), st.integers(0, 2**32))
    def read(sound, seed):
        READERS[name].read(folder, mutated(random.Random(seed), sound))

    read()


FIELDS = st.text(
    st.characters(codec="utf-8") | st.sampled_from('",;\n\r\t|=-0123456789abc'), max_size=12
)


def quoted(fields):
    return ",".join('"' + field.replace('"', '""') + '"' for field in fields)


@pytest.mark.fault("facts", "fields of any text, well quoted", "every one of them is read")
@held("files of facts")
@given(rows=st.lists(st.tuples(FIELDS, FIELDS, FIELDS), min_size=1, max_size=6))
def test_a_well_quoted_file_of_any_text_is_read_whole(folder, rows):
    text = "\n".join(["model,benchmark,score", *map(quoted, rows)]) + "\n"
    outcome = READERS["files of facts"].read(folder, text.encode())
    if outcome.refusal is None:
        assert (outcome.n_read, outcome.n_loaded) == (len(rows), len(rows))
    else:
        assert "NUL byte" in outcome.refusal


@pytest.mark.fault("claims", "claims of any text, well quoted", "each is a claim or in quarantine")
@held("claims")
@given(
    rows=st.lists(
        st.lists(FIELDS, min_size=len(CLAIM_COLUMNS), max_size=len(CLAIM_COLUMNS)), max_size=4
    )
)
def test_well_quoted_claims_of_any_text(folder, rows):
    text = "\n".join([",".join(CLAIM_COLUMNS), *map(quoted, rows)]) + "\n"
    outcome = READERS["claims"].read(folder, text.encode())
    n_blank = sum(not any(field.strip() for field in row) for row in rows)
    assert outcome.refusal is None
    assert outcome.n_read >= len(rows) - n_blank


@pytest.mark.fault("facts", "the same bytes twice", "the same records and the same reasons")
@pytest.mark.parametrize("name", ["files of facts", "claims", "predicates"])
def test_reading_is_a_function_of_the_bytes(folder, name):
    draw = random.Random(name)
    for _ in range(20):
        content = mutated(draw, draw.choice(READERS[name].sound))
        assert READERS[name].read(folder, content) == READERS[name].read(folder, content)
