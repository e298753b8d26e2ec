"""What the store takes for granted of a fit: it gives each part for itself, and reads no files."""

import ast
import importlib.util
import json
import re
from types import SimpleNamespace

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis_py.fit_cache import fit_keys, stored_fits
from analysis_py.fit_cache.fit_store import FitStore
from analysis_py.runtime.processes import VARIABLE

#: What reads something that is no argument, or imports what reading the code does not show.
READING = {"open", "read_text", "read_bytes", "read_csv", "read_parquet", "environ", "getenv"}
READING |= {"import_module", "__import__", "now", "today", "time"}


class Asked(Exception):
    """A model has asked for its fit, which is all that is wanted of it."""


def models(project):
    """Return the Python models that ask for stored fits, by name."""
    paths = sorted((project / "models").rglob("fits/*.py"))
    return {
        path.stem: path
        for path in paths
        if re.search(r"stored\(|cached_by_partition\(", path.read_text())
    }


class Asking:
    """What dbt gives to a Python model, from the build database of a project."""

    def __init__(self, connection, nodes, name):
        self.this = SimpleNamespace(identifier=name)
        self.config = SimpleNamespace(get=nodes[name]["config"].get)
        self._connection = connection
        self._nodes = nodes

    def ref(self, name):
        node = self._nodes[name]
        return self._connection.table(f"{node['schema']}.{node['alias']}")


def asked(path, asking):
    """Return the fit that a model asks for, its arguments, and the column that parts it."""
    specification = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    found = []

    def kept(dbt, fit, *arguments, by="cohort_id", **named):
        found.append((fit, arguments, named, by))
        raise Asked

    def kept_in_turn(dbt, fit, rows, *settings, by="cohort_id"):
        kept(dbt, fit, rows.pl(), *settings, by=by)

    module.stored, module.cached_by_partition = kept, kept_in_turn
    with pytest.raises(Asked):
        module.model(asking, None)
    (asked,) = found
    return asked


@pytest.fixture(scope="module")
def everything(tiny, project):
    """Return what each model asks for on the tiny project's data."""
    target = tiny.workplace.project / "target"
    manifest = json.loads((target / "manifest.json").read_text())
    nodes = {node["name"]: node for node in manifest["nodes"].values()}
    with duckdb.connect(str(tiny.workplace.build), read_only=True) as connection:
        return {
            name: asked(path, Asking(connection, nodes, name))
            for name, path in models(project).items()
        }


def test_a_part_is_fitted_as_if_there_were_no_other(everything, fits, monkeypatch):
    """The tiny project's build has fitted all parts at once; here is the smallest of each alone."""
    # others hold the results of several processes against those of one
    monkeypatch.setenv(VARIABLE, "1")
    store = FitStore(fits)
    in_parts = 0
    for name, (fit, arguments, named, by) in everything.items():
        given = {str(place): value for place, value in enumerate(arguments)} | named
        parts = stored_fits._parts(given, by)
        if len(parts) == 1:
            continue
        in_parts += 1
        own = min((stored_fits._of(given, by, [part]) for part in parts), key=n_rows)
        of_many = store.get(fit_keys.fit_key(fit, own))
        assert of_many is not None, name
        values = list(own.values())
        n = len(arguments)
        alone = fit(*values[:n], **dict(zip(named, values[n:], strict=True)))
        assert_frame_equal(alone, of_many, check_exact=True)
    assert in_parts > 10


def n_rows(given):
    """Return how many rows a fit is given."""
    return sum(value.height for value in given.values() if isinstance(value, pl.DataFrame))


def test_a_fit_depends_on_nothing_but_its_arguments_and_code(everything):
    modules = {}
    for fit, *_ in everything.values():
        modules |= fit_keys.own_modules(fit.__module__)
    for module, path in modules.items():
        if module.startswith(("analysis_py.runtime", "analysis_py.fit_cache")):
            continue  # how work is shared out changes no result
        tree = ast.parse(path.read_text())
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not used & READING, module
