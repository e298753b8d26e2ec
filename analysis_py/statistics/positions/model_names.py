"""Resolution of model names to the models of each snapshot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import duckdb

#: Stands for a snapshot where a model is known from its answers to items.
ITEMS = "items"
_SHOWN = 12

_NAMES = f"""
select model_name, snapshot_id from marts.fct_evaluations
union
select model_name, '{ITEMS}' from statistics.stat_item_scores
order by all
"""
_PARTS = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|\+")
_VERSION = re.compile(r"v\d[\d.]*$")


class ModelNameError(ValueError):
    """No model, or none alone, is meant by a name; the message lists those that may be."""


class NothingSharedError(ValueError):
    """No snapshot has both models; the message says where each is."""


@dataclass(frozen=True)
class ModelName:
    """A name of a model, in the form in which names are compared.

    Case, spaces, hyphens, underscores and an ending ``-hf`` make no difference, and neither do
    dots but those within a number. Two numbers stay apart: ``llama-2-7b`` is not ``llama-27b``.

    Parameters
    ----------
    text : str
        As it is written.
    """

    text: str

    @property
    def organisation(self) -> str:
        """The organisation: the part before the last slash, in lower case."""
        return self.text.casefold().rpartition("/")[0]

    @cached_property
    def parts(self) -> list[str]:
        """Numbers and words of the name without its organisation."""
        found = _PARTS.findall(self.text.casefold().rpartition("/")[2])
        return found[:-1] if found[-1:] == ["hf"] else found

    @cached_property
    def key(self) -> str:
        """The same for two spellings of one name."""
        key = ""
        for part in self.parts:
            key += "-" * (key[-1:].isdigit() and part[0].isdigit()) + part
        return key

    def is_within(self, other: ModelName) -> bool:
        """Return whether this name is made of whole words of another's."""
        return self._words.search(other.text.casefold().rpartition("/")[2]) is not None

    @cached_property
    def _words(self) -> re.Pattern[str]:
        pattern, last = "", ""
        for part in self.parts:
            apart = r"(?:[^\w.]|_)+" if last[-1:].isdigit() and part[0].isdigit() else r"[\W_]*"
            pattern, last = f"{pattern}{apart if last else ''}{re.escape(part)}", part
        # neither within a word nor within a number
        return re.compile(rf"(?<![^\W_])(?<!\d[._]){pattern}(?![^\W_]|[+]|[._]\d)")


def split_run(connection: duckdb.DuckDBPyConnection, written: str) -> tuple[str, str]:
    """Return the name and the run of ``NAME@RUN``; of a model whose own name has an @, no run."""
    names = {name for name, _ in connection.sql(_NAMES).fetchall()}
    name, _, run = (written, "", "") if written in names else written.partition("@")
    return (name, run) if name else (written, "")


def find_models(
    connection: duckdb.DuckDBPyConnection, a: str, b: str
) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Return which two models two names mean on each snapshot that has both.

    A name means the models that are called so, but for spelling and organisation; else the one
    that has it with a version; else the one of whose name it is a part in whole words. Where a
    snapshot has several, the one spelled exactly so is meant.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    a, b : str
        Names as somebody writes them.

    Returns
    -------
    meant : dict of str to tuple of str
        By snapshot, :data:`ITEMS` for answers to items.
    unclear : list of str
        What was left out because a snapshot, or two organisations, have several such models.

    Raises
    ------
    ModelNameError
        If a name means no model, or several and none alone on any snapshot.
    NothingSharedError
        If no snapshot has both.
    """
    known: dict[str, set[str]] = {}
    for name, snapshot in connection.sql(_NAMES).fetchall():
        known.setdefault(name, set()).add(snapshot)
    found_a, found_b = _find_by_snapshot(known, a), _find_by_snapshot(known, b)
    common = [snapshot for snapshot in found_a if snapshot in found_b]
    if not common:
        where = (f"{name} is on {', '.join(found)}" for name, found in ((a, found_a), (b, found_b)))
        raise NothingSharedError(f"no snapshot has both: {'; '.join(where)}")
    unclear: list[str] = []
    for wanted, found in ((a, found_a), (b, found_b)):
        owned = {name for one in common for name in found[one] if ModelName(name).organisation}
        is_shared = len({ModelName(name).organisation for name in owned}) > 1
        for snapshot in common:
            several = set(found[snapshot])
            if is_shared and several & owned:
                several |= owned
            if len(several) > 1:
                unclear.append(f"{snapshot}: {wanted!r} may be {' or '.join(sorted(several))}")
                found[snapshot] = []
    meant = {
        snapshot: (found_a[snapshot][0], found_b[snapshot][0])
        for snapshot in common
        if found_a[snapshot] and found_b[snapshot]
    }
    if unclear and not meant:
        raise ModelNameError("give the full name:" + _list_names(unclear))
    return meant, unclear


def _find_by_snapshot(known: Mapping[str, Iterable[str]], wanted: str) -> dict[str, list[str]]:
    """Return the models that a name may mean on each snapshot, in the order of snapshots."""
    found: dict[str, list[str]] = {}
    for name in find_called(known, wanted):
        for snapshot in known[name]:
            found.setdefault(snapshot, []).append(name)
    for snapshot, names in found.items():
        for spelled in (str, str.casefold):
            if exact := [name for name in names if spelled(name) == spelled(wanted)]:
                found[snapshot] = exact
                break
    return dict(sorted(found.items()))


def find_called(known: Iterable[str], wanted: str) -> list[str]:
    """Return the models of one name."""
    name = ModelName(wanted)
    models = [ModelName(model) for model in known]
    of_organisation = [model for model in models if name.organisation in ("", model.organisation)]
    tests: tuple[Callable[[ModelName], bool], ...] = (
        lambda model: model.key == name.key,
        lambda model: _VERSION.sub("", model.key) == name.key,
        name.is_within,
    )
    for test in tests if name.parts else ():
        if found := [model for model in of_organisation if test(model)]:
            if len({model.key for model in found}) == 1:
                return [model.text for model in found]
            raise ModelNameError(
                f"{wanted!r} is a part of the names of several models; give one in full:"
                + _list_names([model.text for model in found])
            )
    # whatever shares most with the name; to choose is the reader's
    shared = {
        model.text: len({*name.parts} & {*model.parts}) / len({*name.parts, *model.parts})
        for model in models
        if {*name.parts} & {*model.parts}
    }
    near = sorted(shared, key=lambda text: (-shared[text], text))[:_SHOWN]
    raise ModelNameError(
        f"no model is called {wanted!r}"
        + ("; names that share most with it:" + _list_names(near)) * bool(near)
    )


def _list_names(names: list[str]) -> str:
    more = f"\n  and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return "".join(f"\n  {name}" for name in names[:_SHOWN]) + more
