"""Durations, sizes and texts of others, formatted for a terminal."""

import unicodedata

#: Control, format, surrogate and separator characters.
_CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def format_duration(seconds: float) -> str:
    """Return a duration to the second.

    >>> [format_duration(s) for s in (0.4, 33, 101, 3700)]
    ['0 s', '33 s', '1 min 41 s', '1 h 1 min']
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {whole % 60} s"


def format_size(n_bytes: int) -> str:
    """Return the size of a file.

    >>> format_size(41_431_040)
    '41 MB'
    """
    if n_bytes < 1e6:
        return f"{max(1, round(n_bytes / 1e3))} kB"
    return f"{n_bytes / 1e6:.0f} MB"


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
