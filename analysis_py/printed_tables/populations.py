"""Which population explains recovered group sizes."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl


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
        One row per population, best first: ``population``, ``is_exact`` (every printed group has
        its size), ``n_equal`` (groups of equal size), ``abs_difference`` (summed over the printed
        groups), ``n_obs_printed`` and ``n_obs`` (recovered and hypothesised total of these
        groups), ``absent`` (printed groups that the population lacks) and ``left_out`` (its
        groups that are not printed, with sizes).

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
            {
                "population": population,
                "is_exact": not any(differences.values()),
                "n_equal": sum(not difference for difference in differences.values()),
                "abs_difference": sum(abs(difference) for difference in differences.values()),
                "n_obs_printed": sum(sizes.values()),
                "n_obs": sum(n.get(level, 0) for level in sizes),
                "absent": ", ".join(sorted(level for level in sizes if level not in n)),
                "left_out": ", ".join(f"{level} ({n[level]})" for level in sorted(left_out)),
            }
        )
    schema = {
        "population": pl.String,
        "is_exact": pl.Boolean,
        "n_equal": pl.Int64,
        "abs_difference": pl.Int64,
        "n_obs_printed": pl.Int64,
        "n_obs": pl.Int64,
        "absent": pl.String,
        "left_out": pl.String,
    }
    return pl.DataFrame(rows, schema=schema).sort("abs_difference", "population")
