"""Search for the population that explains recovered group sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analysis_py.statistics.rows import to_frame


@dataclass(frozen=True, kw_only=True)
class PopulationRow:
    """A hypothetical population beside the recovered sizes.

    Attributes
    ----------
    population : str
    is_exact : bool
        Whether every printed group has its size.
    n_equal : int
        Groups of equal size.
    abs_difference : int
        Summed over the printed groups.
    n_obs_printed, n_obs : int
        Recovered and hypothesised total of these groups.
    absent, left_out : str
        Printed groups that the population lacks, and its groups that are not printed, with sizes.
    """

    population: str
    is_exact: bool
    n_equal: int
    abs_difference: int
    n_obs_printed: int
    n_obs: int
    absent: str
    left_out: str


def explain_sizes(sizes: Mapping[str, int], populations: pl.DataFrame) -> pl.DataFrame:
    """Rank hypothesised populations by how well their group sizes match recovered ones.

    Parameters
    ----------
    sizes : mapping of str to int
        Recovered size of each group of a table.
    populations : polars.DataFrame
        One row per population and group: ``population``, ``level``, ``n_obs``.

    Returns
    -------
    polars.DataFrame
        One :class:`PopulationRow` per population, best first.

    Raises
    ------
    ValueError
        If a population lists a group twice.

    Examples
    --------
    >>> import polars as pl
    >>> populations = pl.DataFrame(
    ...     {"population": ["p", "p", "q"], "level": ["a", "b", "a"], "n_obs": [10, 3, 9]}
    ... )
    >>> explain_sizes({"a": 10}, populations)["population"].to_list()
    ['p', 'q']
    """
    rows = []
    for (population,), frame in populations.group_by("population", maintain_order=True):
        n = dict(frame.select("level", "n_obs").iter_rows())
        if len(n) < frame.height:
            raise ValueError(f"population {population!r} lists a level twice")
        differences = {level: n.get(level, 0) - size for level, size in sizes.items()}
        left_out = {level: size for level, size in n.items() if level not in sizes and size}
        rows.append(
            PopulationRow(
                population=str(population),
                is_exact=not any(differences.values()),
                n_equal=sum(not difference for difference in differences.values()),
                abs_difference=sum(abs(difference) for difference in differences.values()),
                n_obs_printed=sum(sizes.values()),
                n_obs=sum(n.get(level, 0) for level in sizes),
                absent=", ".join(sorted(level for level in sizes if level not in n)),
                left_out=", ".join(f"{level} ({n[level]})" for level in sorted(left_out)),
            )
        )
    return to_frame(PopulationRow, rows).sort("abs_difference", "population")
