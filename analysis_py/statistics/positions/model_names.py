"""Resolution of model names to the models of each snapshot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import duckdb

#: Stands for a snapshot where a model is known from its answers to items.
ITEMS = "items"
_SHOWN = 12

#: Where names of models are found; a build of one import alone has no answers to items.
_NAMES = {
    "marts.fct_evaluations": "select model_name, snapshot_id from marts.fct_evaluations",
    "statistics.stat_item_scores": f"select model_name, '{ITEMS}' from statistics.stat_item_scores",
}
# An uploader's own label may be wrong; what two boards list as pretrained is its developer's.
_DEVELOPERS = """
select
    lower(regexp_extract(model_name, '^(.*)/', 1)) as organisation,
    count(distinct source) as n_boards,
    count(distinct base_family) as n_families
from marts.fct_evaluations
join marts.dim_snapshots using (snapshot_id)
where training_type = 'pretrained' and contains(model_name, '/') and not is_import
group by all
having n_boards > 1
"""
_SNAPSHOTS = """
select snapshot_id, is_import, count(distinct model_name) as n_models
from marts.fct_evaluations join marts.dim_snapshots using (snapshot_id)
group by all
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
        words = _PARTS.findall(self.text.casefold().rpartition("/")[2])
        return words[:-1] if words[-1:] == ["hf"] else words

    @cached_property
    def key(self) -> str:
        """The same for two spellings of one name."""
        key = ""
        for part in self.parts:
            parts_digits = key[-1:].isdigit() and part[0].isdigit()
            key += f"-{part}" if parts_digits else part
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


@dataclass(frozen=True)
class Meant:
    """The models that two names mean, and where that is ambiguous.

    Attributes
    ----------
    models : dict of tuple to tuple
        The two models by the two snapshots that they are compared on: one snapshot, or that of an
        import and that of a board. :data:`ITEMS` stands for answers to items.
    unclear : dict of str to str
        By snapshot that is left out, which models a name may mean there.
    n_models : dict of str to int
        The models of each snapshot, of those that are compared and of those that are left out.
    """

    models: dict[tuple[str, str], tuple[str, str]]
    unclear: dict[str, str]
    n_models: dict[str, int]


def names_of_models(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Return every name of a model, and the snapshots that have it."""
    there = tables_of(connection)
    known: dict[str, set[str]] = {}
    for table, query in _NAMES.items():
        for name, snapshot in connection.sql(query).fetchall() if table in there else ():
            known.setdefault(name, set()).add(snapshot)
    return dict(sorted(known.items()))


def tables_of(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the tables of a file, by ``<schema>.<table>``."""
    rows = connection.sql("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    return {str(name) for (name,) in rows}


def split_run(known: Iterable[str], written: str) -> tuple[str, str]:
    """Return the name and the run of ``NAME@RUN``; of a model whose own name has an @, no run."""
    name, _, run = (written, "", "") if written in known else written.partition("@")
    return (name, run) if name else (written, "")


def find_models(connection: duckdb.DuckDBPyConnection, a: str, b: str) -> Meant:
    """Return which two models two names mean wherever they can be compared.

    They are compared where one snapshot has both, and where an import has one and a board the
    other. :func:`find_model` says what a name means.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    a, b : str
        Names as somebody writes them.

    Raises
    ------
    ModelNameError
        If a name means no model, or several and none alone on any snapshot.
    NothingSharedError
        If they are nowhere together.
    """
    known = names_of_models(connection)
    facts = {name: rest for name, *rest in connection.sql(_SNAPSHOTS).fetchall()}
    facts[ITEMS] = [False, 0]
    found_a, found_b = (find_model(connection, known, name) for name in (a, b))
    both = found_a.keys() & found_b.keys()

    def are_import_and_board(one: str, other: str) -> bool:
        imports = [snapshot for snapshot in (one, other) if facts[snapshot][0]]
        # an import of both says more of them than it does beside a board
        return len(imports) == 1 and ITEMS not in (one, other) and imports[0] not in both

    common = [
        (one, other)
        for one, other in product(found_a, found_b)
        if one == other or are_import_and_board(one, other)
    ]
    if not common:
        where = (
            f"{name} is on {', '.join(boards)}" for name, boards in ((a, found_a), (b, found_b))
        )
        raise NothingSharedError(f"no snapshot has both: {'; '.join(where)}")
    meant: dict[tuple[str, str], tuple[str, str]] = {}
    unclear: dict[str, str] = {}
    for one, other in common:
        of_two = ((one, a, found_a[one]), (other, b, found_b[other]))
        for snapshot, name, models in of_two:
            if len(models) > 1:
                unclear[snapshot] = f"{snapshot}: {name!r} may be {' or '.join(models)}"
        if all(len(models) == 1 for *_, models in of_two):
            meant[one, other] = found_a[one][0], found_b[other][0]
    if not meant:
        raise ModelNameError("give the full name:" + _list_names(list(unclear.values())))
    return Meant(meant, unclear, {name: facts[name][1] for pair in common for name in pair})


def find_model(
    connection: duckdb.DuckDBPyConnection, known: Mapping[str, Iterable[str]], wanted: str
) -> dict[str, list[str]]:
    """Return the models that a name may mean on each snapshot, in the order of snapshots.

    A name means the models that are called so, but for spelling and organisation; else the one
    that has it with a version; else the one of whose name it is a part in whole words. Where a
    snapshot has several, the one spelled exactly so is meant. Of several organisations, the one is
    meant whose pretrained models most boards list, two at least.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    known : mapping of str to iterable of str
        All names, and the snapshots that have them: a name that one of them has means no other
        model elsewhere.
    wanted : str
        A name as somebody writes it.

    Raises
    ------
    ModelNameError
        If it means no model, or several of different names.
    """
    models = [ModelName(name) for name in find_called(known, wanted)]
    owners = {model.organisation for model in models if model.organisation}
    if len(owners) > 1:
        rows = connection.sql(_DEVELOPERS).fetchall()
        boards = {organisation: tuple(rest) for organisation, *rest in rows}
        first, *others = sorted(owners, key=lambda owner: boards.get(owner, (0, 0)), reverse=True)
        if boards.get(first, (0, 0)) > boards.get(others[0], (0, 0)):
            models = [model for model in models if model.organisation in ("", first)]
            owners = {first}
    names_of: dict[str, list[str]] = {}
    for model in models:
        for snapshot in known[model.text]:
            names_of.setdefault(snapshot, []).append(model.text)
    for snapshot, names in names_of.items():
        for spelled in (str, str.casefold, _without_organisation):
            if exact := [name for name in names if spelled(name) == spelled(wanted)]:
                names_of[snapshot] = exact
                break
        # on the next board the name may be another organisation's
        if len(owners) > 1 and any(ModelName(name).organisation for name in names_of[snapshot]):
            names_of[snapshot] = sorted(model.text for model in models if model.organisation)
    return dict(sorted(names_of.items()))


def _without_organisation(name: str) -> str:
    return name.casefold().rpartition("/")[2]


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
        if passing := [model for model in of_organisation if test(model)]:
            if len({model.key for model in passing}) == 1:
                return [model.text for model in passing]
            raise ModelNameError(
                f"{wanted!r} is part of the names of several models; give one in full:"
                + _list_names([model.text for model in passing])
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
        + ("; the most similar names:" + _list_names(near)) * bool(near)
    )


def _list_names(names: list[str]) -> str:
    more = f"\n  and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return "".join(f"\n  {name}" for name in names[:_SHOWN]) + more
