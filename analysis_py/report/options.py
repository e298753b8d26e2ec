"""The options of a figure, labelled and ordered."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analysis_py.report import queries

#: Query of the available populations, in order.
COHORTS = Path(__file__).parent / "cohorts.sql"

#: Query of the sources of each population and of all data.
SOURCES = Path(__file__).parent / "sources.sql"

#: Columns of a figure with the origin of its rows; report.js uses them too.
SOURCE_KEYS = ("cohort_id", "snapshot_id", "data_source")

#: Key for rows of several populations or snapshots.
ELSEWHERE = "Sources and licences: data.html."


@dataclass(frozen=True)
class Options:
    """The options of a figure and their labels.

    Attributes
    ----------
    words : dict
        By column: labels of the values of a shared switch, in the order of the list.
    sources : dict
        By cohort, by snapshot and by its own text: source, date and licence of data; the empty name
        stands for all others.
    roles : dict
        The cohort of each role.
    dated : str
        The day of the newest snapshot.
    """

    words: dict[str, dict[str, str]]
    sources: dict[str, str]
    roles: dict[str, str]
    dated: str

    def named_in(self, query: str) -> list[str]:
        """Return the cohorts that a query names by their role."""
        return [cohort for role, cohort in self.roles.items() if f"'{role}'" in query]

    def source(self, cohorts: Iterable[str]) -> str:
        """Return the sources of some cohorts, each once."""
        words = (self.sources.get(each, "") for each in cohorts)
        found = dict.fromkeys(each for named in words for each in named.split(" | ") if each)
        return " ".join(found) or self.sources[""]

    def options_for(self, column: str, values: list[str]) -> list[tuple[str, str]]:
        """Return the values of a figure's column with their labels, in order."""
        known = self.words.get(column, {})
        ordered = [value for value in known if value in values]
        return [(value, known[value]) for value in ordered] + [
            (value, value) for value in values if value not in known
        ]


def read_options(connection: duckdb.DuckDBPyConnection) -> Options:
    """Read the cohorts from the published file."""
    cohorts = queries.answer(connection, COHORTS)
    sources = dict(queries.answer(connection, SOURCES).iter_rows())
    named = cohorts.drop_nulls("cohort_role")
    [(newest,)] = connection.sql("select max(taken_on) from reporting.rpt_snapshots").fetchall()
    return Options(
        words={"cohort_id": dict(cohorts.select("cohort_id", "words").iter_rows())},
        sources={"": ELSEWHERE, **sources},
        roles=dict(named.select("cohort_role", "cohort_id").iter_rows()),
        dated=newest,
    )
