"""Safe printing of foreign texts on a terminal."""

import unicodedata

#: Control, format, surrogate and separator characters.
_CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}


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
