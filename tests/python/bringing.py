"""Bringing in results as the command does, and asking the project's models what came of them."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from board_chain import ROOT, Chain, empty_chain, rendered

from analysis_py.imports import importing
from analysis_py.imports.storing import Words
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.items import Layout, layout_of
from analysis_py.sources import sql_models

DAY = date(2026, 6, 1)
WORDS = Words("t", "p", "s", "l")


def table(*rows: str) -> str:
    """Return rows as the text of a file."""
    return "\n".join(rows) + "\n"


def keep(path: Path, name: str = "mine", day: date = DAY, **options) -> str:
    """Import a path into the project that the process works in, and return what is said of it."""
    return "\n".join(importing.run(path, name, day, WORDS, **options))


class Project:
    """A folder with seeds, data and imports, in which the command works."""

    def __init__(self, folder: Path) -> None:
        self.chain: Chain = empty_chain(folder)
        self.given = folder / "given"
        self.given.mkdir()
        # an import asks the project's own models what a build will make of it
        for name in ("models", "macros", "dbt_project.yml"):
            (folder / name).symlink_to(ROOT / name)

    def write(self, name: str, content: str | bytes | dict | list) -> Path:
        """Write a file to be imported."""
        path = self.given / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content)
            path.write_text(text, encoding="utf-8")
        return path

    def bring(
        self, path: Path | None = None, name: str = "mine", day: date = DAY, **options
    ) -> str:
        """Import what was given and return what is said of it."""
        return keep(path or self.given, name, day, **options)

    def accounts(self, name: str = "mine") -> Sequence[int]:
        """Return how many scores were read, loaded and quarantined, which add up."""
        (row,) = self.chain.table("row_accounting").filter(source=name).to_dicts()
        assert row["n_read"] == row["n_expected"] == row["n_loaded"] + row["n_quarantined"]
        read, loaded, lost = (row[f"n_scores_{part}"] for part in ("read", "loaded", "quarantined"))
        assert read == loaded + lost
        return read, loaded, lost


def share_models(patch: pytest.MonkeyPatch) -> None:
    """Render the project's models, to which a folder links, once for all folders."""
    patch.setattr(sql_models, "render_sql", lambda _, name: rendered(name))


@contextmanager
def empty_project(folder: Path) -> Iterator[Project]:
    """Give an empty project, in whose folder the process works."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        share_models(patch)
        for name in ("DATA", "IMPORTS"):
            patch.delenv(f"LLM_REASSESSMENT_{name}", raising=False)
        yield Project(folder)


def usable(said: str) -> int:
    """Return how many records an import says that a build will load."""
    return int(re.search(r"records +[\d,]+: ([\d,]+) usable", said)[1].replace(",", ""))


def new_run(
    model: str, results: dict[str, dict[str, object]], shots: dict[str, int] | None = None, **more
) -> dict:
    """Return a results file as lm-evaluation-harness has written it since 0.4."""
    return {
        "results": results,
        "group_subtasks": {},
        "configs": {},
        "versions": dict.fromkeys(results, 1),
        "n-shot": shots or {},
        "config": {"model": "hf", "model_args": f"pretrained={model},dtype=float16"},
        "date": 1748736000.0,
        "lm_eval_version": "0.4.9",
        "model_name": model,
    } | more


def table_at(path: Path) -> tuple[File, Layout]:
    """Return a table of answers to items as an import takes it."""
    file = File(path, path.name)
    return file, layout_of(file)
