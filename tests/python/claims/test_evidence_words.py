"""Evidence is made of sentences that can be read aloud, by the rules of a figure's title."""

import re

import pytest

#: Where a sentence ends.
END = re.compile(r"(?<=[\w%\)\"])\.\s+(?=[A-Z0-9])")
#: What the sentences of a verdict say of their subjects.
VERB = re.compile(
    r"\b(agree|agrees|allow|bends|confirm|deviate|differ|leaves|lie|rise|stays|turns|answered|are|beat|calls|cannot|changes?|compares?|compute|contains?|correlates?|could|count|counts|"
    r"decides?|describes?|disagree|do|does|err|errs|excludes|explains?|fails?|falls?|fell|finds|gains?|gave|gives|"
    r"goes|ha[sd]|have|hold|holds|imply|implies|is|judged|judges|lacks?|lag|leads?|loses?|may|miss|moves?|"
    r"multiplies|predicts?|printed|put|reads|refutes?|rejects|reports|rest|restates|rests|rises?|says|scores?|simulated|"
    r"stands?|states|take|takes|tests|uses|vary|was|went|would)\b"
)
#: What no sentence has: a second thought after a semicolon, an interval or a list in brackets,
#: half-open ranges, identifiers, and words of the database or of a fit's print.
NO_SENTENCE = re.compile(
    r";|[\[\]|]|\([^)]*[,;][^)]*\)|\b\w+_\w+\b(?!\.tex)|\bs\(|"
    r"\b(population|base famil|cohort|snapshot|flagged|uncalibrated|edf|df|n \d|CR2|GAMM|basis|"
    r"pct)",
    re.IGNORECASE,
)
MOST_WORDS = 45


@pytest.fixture(scope="module")
def texts(warehouse):
    """Every published text of a verdict, with one claim that has it."""
    return warehouse.sql(
        "select detail, any_value(concat(claim_id, ' ', basis, ' ', cohort_id)) "
        "from (from claims.claim_verdicts union all by name from claims.claim_readings) "
        "where detail is not null group by detail"
    ).fetchall()


def sentences(text):
    """Return the sentences of a text; the reading that comes first is the claim's."""
    found = END.split(text.removesuffix("."))
    return found[1:] if found[0].startswith("Read as: ") else found


def test_evidence_is_sentences_without_lists_or_words_of_the_database(texts):
    assert len(texts) > 100
    for text, claim in texts:
        for sentence in sentences(text):
            assert not sentence[0].islower(), (claim, sentence)
            assert VERB.search(sentence), f"no verb, {claim}: {sentence}"
            assert not NO_SENTENCE.search(sentence), f"{claim}: {sentence}"
            assert len(sentence.split()) <= MOST_WORDS, f"{claim}: {sentence}"


@pytest.mark.parametrize(
    "sentence",
    [
        "[7,13) B scores 5.3 points higher",
        "Llama is ahead (p = 0.02, n 644)",
        "It rises; it falls",
        "The s(log_arc) term is significant",
        "This population has one",
    ],
)
def test_a_sentence_of_the_database_is_found(sentence):
    assert NO_SENTENCE.search(sentence)
