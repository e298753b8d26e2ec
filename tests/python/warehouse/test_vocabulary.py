"""Names and sentences use the terms of the field: private words stay out of code and documents."""

import re
import subprocess

import pytest

#: A private word, and the field's.
PRIVATE = {
    r"\bmakers?\b|_makers?\b": "developer",
    r"\bsimulated_size\b|\bcalibrated_size\b": "type1_error, type1_error_calibrated",
    r"\bn_weights\b": "n_models",
    r"\bat one mix\b": "adjusted for size and architecture",
    r"\btold apart\b": "distinguished",
    r"\bevery fine-tune a row\b": "rows treated as independent",
    r"\b(hand(s|ed|ing)?|lay(s|ing)?|laid) (over|down)\b": "remove, init, items sum",
    r"\bnewcomers?\b": "imported or new models",
}
#: Where people are quoted, or where readers of files know what others write.
QUOTED = (
    "data/",
    "seeds/",
    "claims/",
    "CHANGELOG.md",
    "tests/",
    "docs/boards.md",
)


@pytest.fixture(scope="module")
def texts(project):
    """Return the text of every file of the project that somebody has written."""
    names = subprocess.check_output(["git", "ls-files"], cwd=project, text=True).splitlines()
    kinds = (".py", ".sql", ".yml", ".md", ".j2", ".js")
    written = [name for name in names if name.endswith(kinds) and not name.startswith(QUOTED)]
    return {name: (project / name).read_text(encoding="utf-8") for name in written}


@pytest.mark.parametrize("word", PRIVATE)
def test_private_words_stay_out(texts, word):
    found = [name for name, text in texts.items() if re.search(word, text, re.IGNORECASE)]
    assert not found, f"write {PRIVATE[word]} instead of {word}"
