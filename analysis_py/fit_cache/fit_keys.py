"""The key of a fit: a hash of its input, settings, code and library versions.

Tables are hashed by their content, whatever its layout in memory. Programs are hashed by the
modules that they import, found in the source, with the versions of Python and of the project's
libraries.
"""

import ast
import hashlib
import importlib.metadata
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from polars.datatypes import DataTypeClass

#: Changed when the same hash would no longer lead to the same stored frame.
_FORMAT = 3
#: The distribution whose requirements are the libraries of the fits.
_DISTRIBUTION = "llm-reassessment"
#: Two threads in `ast.parse` can raise SystemError on Python 3.11, where they share a counter.
_PARSING = threading.Lock()


def fit_key(fit: Callable[..., pl.DataFrame], arguments: Mapping[str, Any]) -> str:
    """Return the hash of everything that the result of a fit depends on.

    The fit is a function of a module. Its arguments, by name or place, are frames, numbers, texts,
    and lists of them.
    """
    digest = hashlib.sha256(f"{fit.__qualname__} {program(fit.__module__)}".encode())
    for name, value in sorted(arguments.items()):
        digest.update(f"\n{name} ".encode())
        digest.update(canonical(value))
    return digest.hexdigest()


def canonical(value: Any) -> bytes:
    """Return the content of an argument; of a table, the sorted hashes of its rows.

    Floating-point numbers are written as integers with the same bits, so that nothing is rounded,
    and text that is not a number differs from a missing value.
    """
    if isinstance(value, pl.DataFrame):
        frame = value.select(_bits(pl.col(name), dtype) for name, dtype in value.schema.items())
        return f"{value.schema}\n".encode() + frame.hash_rows().sort().to_numpy().tobytes()
    if isinstance(value, list | tuple):
        return b"[" + b", ".join(canonical(each) for each in value) + b"]"
    if value is None or isinstance(value, str | int | float):
        return repr(value).encode()
    raise TypeError(f"a fit is stored by its arguments, and {type(value).__name__} has no content")


def _bits(column: pl.Expr, dtype: pl.DataType | DataTypeClass) -> pl.Expr:
    if isinstance(dtype, pl.List):
        return column.list.eval(_bits(pl.element(), dtype.inner))
    if isinstance(dtype, pl.Struct):
        fields = (
            _bits(pl.field(field.name), field.dtype).alias(field.name) for field in dtype.fields
        )
        return column.struct.with_fields(*fields)
    return column.cast(pl.Float64).reinterpret(dtype=pl.Int64) if dtype.is_float() else column


@cache
def program(module: str) -> str:
    """Return the hash of a module's program: its own modules, and the versions of libraries."""
    digest = hashlib.sha256(f"{_FORMAT} {sys.version} {versions()}".encode())
    for name, path in sorted(own_modules(module).items()):
        digest.update(f"\n{name} {_code(path)}".encode())
    return digest.hexdigest()


@cache
def versions() -> tuple[str, ...]:
    """Return the installed version of each library that the project requires."""
    requirements = importlib.metadata.requires(_DISTRIBUTION) or []
    names = (re.split(r"[^A-Za-z0-9._-]", text)[0] for text in requirements if ";" not in text)
    return tuple(sorted(f"{name} {importlib.metadata.version(name)}" for name in names))


def own_modules(module: str) -> dict[str, Path]:
    """Return a module and the modules of its package that it imports, by name, with their files."""
    modules: dict[str, Path] = {}
    top, waiting = module.split(".")[0], [module]
    while waiting:
        name = waiting.pop()
        path = _file(name)
        if name in modules or path is None or not f"{name}.".startswith(f"{top}."):
            continue
        modules[name] = path
        # importing a module imports its packages too
        waiting.append(name.rpartition(".")[0])
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        waiting += _imported(path, package)
    return modules


def _file(module: str) -> Path | None:
    """Return the file of a module of an imported package, or None."""
    top, *inner = module.split(".")
    if not top or not (root := getattr(sys.modules.get(top), "__file__", None)):
        return None
    path = Path(root).parent.joinpath(*inner)
    for file in (path / "__init__.py", path.with_name(f"{path.name}.py")):
        if file.is_file():
            return file
    return None


@cache
def _imported(path: Path, package: str) -> frozenset[str]:
    """Return the names imported anywhere in a file that may be modules."""
    return frozenset(_names(_parsed(path), package))


def _parsed(path: Path) -> ast.Module:
    with _PARSING:
        return ast.parse(path.read_bytes())


def _names(tree: ast.Module, package: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            start = parents[: len(parents) - node.level + 1] if node.level else []
            base = ".".join([*start, *filter(None, [node.module])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


@cache
def _code(path: Path) -> str:
    """Return the code of a file as text, without comments and docstrings."""
    tree = _parsed(path)
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            del node.body[0]
    return ast.dump(tree)
