"""Safe printing of foreign texts: on a terminal, and in Markdown."""

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
