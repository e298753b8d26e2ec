"""Printing: foreign texts on a terminal and in Markdown, and p-values in words."""

import re
import unicodedata

#: Control, format, surrogate and separator characters.
_CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_MARKUP = re.compile(r"([\\`*\[\]<>#|~&!])")


def printable(text: str, keep: str = "") -> str:
    r"""Return a text with its control characters escaped, so that no terminal obeys them.

    Characters that change the writing direction are escaped too; those in ``keep`` stay.

    >>> print(printable("a\x1b[2Jb\n\u202ec é"))
    a\x1b[2Jb\n\u202ec é
    """
    return "".join(
        char
        if char in keep or unicodedata.category(char) not in _CONTROLS
        else char.encode("unicode_escape").decode()
        for char in text
    )


def escape_markdown(text: str) -> str:
    r"""Return a text as one line of Markdown that shows it: no link, heading, cell or mention.

    A zero-width space follows an @, so that nobody is notified.

    >>> print(escape_markdown("a|b\n## <img> [c](d)"))
    a\|b\\n\#\# \<img\> \[c\](d)
    """
    return _MARKUP.sub(r"\\\1", printable(text)).replace("@", "@\u200b")


def p_words(p: float) -> str:
    """Return a p-value in words.

    >>> p_words(0.0312), p_words(0.0004)
    ('p = 0.031', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"
