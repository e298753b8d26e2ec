"""Seconds, sizes and steps in the words of a person who waits."""

from __future__ import annotations

import unicodedata
from typing import Any

#: Control, format, surrogate and separator characters.
_CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
#: What a model of each schema does to its table, where nothing better is known.
_VERBS = {"staging": "reading", "intermediate": "preparing", "fits": "fitting"}


def seconds_in_words(seconds: float) -> str:
    """Return a duration as a person would say it, no finer than an estimate deserves.

    >>> [seconds_in_words(s) for s in (0.4, 8, 33, 101, 3700)]
    ['a few seconds', '10 s', '35 s', '1 min 40 s', '1 h 2 min']
    """
    if seconds < 3:
        return "a few seconds"
    if seconds < 57.5:
        return f"{max(5, 5 * round(seconds / 5))} s"
    if seconds < 595:
        minutes, rest = divmod(10 * round(seconds / 10), 60)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def took_in_words(seconds: float) -> str:
    """Return a duration that was measured, to the second."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {whole % 60} s"


def printable(text: str, keep: str = "") -> str:
    r"""Return a text whose control characters are spelled out, so that no terminal obeys them.

    Those that turn the direction of writing count as such.

    Parameters
    ----------
    text : str
        From wherever.
    keep : str
        Control characters that are meant.

    >>> print(printable("a\x1b[2Jb\n\u202ec é"))
    a\x1b[2Jb\n\u202ec é
    """
    return "".join(
        char
        if char in keep or unicodedata.category(char) not in _CONTROLS
        else char.encode("unicode_escape").decode()
        for char in text
    )


def size_in_words(n_bytes: int) -> str:
    """Return the size of a file.

    >>> size_in_words(41_431_040)
    '41 MB'
    """
    if n_bytes < 1e6:
        return f"{max(1, round(n_bytes / 1e3))} kB"
    return f"{n_bytes / 1e6:.0f} MB"


def node_in_words(node: Any, parent: str) -> str:
    """Return what dbt does at a node.

    Parameters
    ----------
    node : dbt node
        A model may say it itself, in ``config.meta.doing``.
    parent : str
        Name of the model that a test belongs to.
    """
    kind = str(node.resource_type)
    if kind == "seed":
        return f"loading seed {node.name}"
    if kind == "test":
        return f"testing {parent}"
    if kind == "unit_test":
        return f"testing {parent} on made-up rows"
    if kind != "model":
        return node.name
    # a model before its first underscore says what kind it is, and then what it holds
    rest = node.name.split("_", 1)[-1].replace("__", " ").replace("_", " ")
    if doing := node.config.meta.get("doing"):
        return doing
    if verb := _VERBS.get(node.schema):
        return f"{verb} {rest}"
    return f"making {node.schema}.{node.name}"
