"""Terms of the glossary, for explanations in place."""

import re

from analysis_py.report.documents import GLOSSARY, page_name
from analysis_py.report.headings import slug

#: `**Analysis of variance (ANOVA).** Test that …`
_ENTRY = re.compile(
    r"^\*\*(?P<title>.+?)\.\*\*\s+(?P<meaning>.+?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL
)


def terms(glossary: str) -> dict[str, tuple[str, str]]:
    """Return the meaning and the address of each term by each of its names.

    Parameters
    ----------
    glossary : str
        Markdown with one paragraph per term, starting with the term in bold.

    Returns
    -------
    dict
        Everyday words, such as "claim", are left out.
    """
    found: dict[str, tuple[str, str]] = {}
    for entry in _ENTRY.finditer(glossary):
        address = f"{page_name(GLOSSARY)}.html#{slug(entry['title'])}"
        meaning = _plain(entry["meaning"])
        for name in _names(entry["title"]):
            found.setdefault(name, (meaning, address))
    return found


def _names(title: str) -> list[str]:
    """Return the names in a title: "Analysis of variance (ANOVA)" has two."""
    if title.endswith(")") and "(of " in title:
        return []  # a word with two meanings
    parts = re.split(r"[(),]", title)
    return [name for part in parts if _is_technical(name := part.strip())]


def _is_technical(name: str) -> bool:
    is_abbreviation = any(letter.isupper() or letter.isdigit() for letter in name[1:])
    return bool(name) and (
        is_abbreviation or len(name) <= 3 or " " in name or re.search(r"[-–]", name) is not None
    )


def _plain(markdown: str) -> str:
    """Return a sentence without markup and without its reference."""
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", " ".join(markdown.split()))
    text = re.sub(r"[*`]", "", text)
    text = re.sub(r"(?:^|(?<=[.;] ))(?:See|see) [\w./-]+(?:, [\w./-]+)*\.?", "", text)
    return re.sub(r"\s+", " ", text).replace(". ;", ".").strip(" ;")
