"""Texts of others, made fit for a terminal."""

import unicodedata

#: Control, format, surrogate and separator characters.
_CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def printable(text: str, keep: str = "") -> str:
    r"""Return a text whose control characters are spelled out, so that no terminal obeys them.

    Those that turn the direction of writing count as such; those to ``keep`` are meant.

    >>> print(printable("a\x1b[2Jb\n\u202ec é"))
    a\x1b[2Jb\n\u202ec é
    """
    return "".join(
        char
        if char in keep or unicodedata.category(char) not in _CONTROLS
        else char.encode("unicode_escape").decode()
        for char in text
    )
