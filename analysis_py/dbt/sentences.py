"""The text of a verdict: Jinja templates filled with figures.

A rule's templates are ``<rule>.j2`` in ``models/claims/sentences/``, and ``<rule>/<measure>.j2``
where a measure says something else; either may have another form for a basis, as in
``anova.recovered.j2``. The closest file counts. It extends a more general one and names what it
changes. A line break in a file is one blank; ``{%-`` leaves no blank before it.

Beside Jinja's own there are the filters ``show`` (Python's format language), ``p`` (a p-value in
words), ``points`` (a difference of scores with its sign), ``higher`` (the same in words), ``size``
(a size or a range of sizes with its unit), ``units`` (what an interval leaves out), ``capital`` (a
sentence from its first letter on), and ``known`` (whether figures exist). A missing figure is
written as unknown, so a population without it, such as one without sizes, still has a sentence.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplatesNotFound,
    Undefined,
    UndefinedError,
)

from analysis_py.runtime.formatting import p_words

#: The folder of the templates, in a project.
FOLDER = Path("models/claims/sentences")
#: Units of intervals whose plural is another word.
UNITS = {
    "base_family": "bases",
    "lineage_family": "lineages",
    "architecture_label": "architectures",
}
FILTERS: dict[str, Callable[..., object]] = {
    "show": lambda figure, form: figure if figure is None else _with_minus(format(figure, form)),
    "p": lambda p: None if p is None else p_words(p),
    "points": lambda d: d if d is None else _with_minus(f"{'-' if d < 0 else '+'}{_points(d)}"),
    "higher": lambda d: d if d is None else f"{_points(d)} points {'lower' if d < 0 else 'higher'}",
    "size": lambda size: size and f"{size.removesuffix('B').replace('-', '–')} B",
    "units": lambda unit: UNITS.get(unit, f"{unit}s".replace("_", " ")),
    "capital": lambda text: text.strip()[:1].upper() + text.strip()[1:],
}


def _points(difference: float) -> str:
    """Return the size of a difference in tenths of a point, or finer where that would be none."""
    tenths = f"{abs(difference):.1f}"
    return f"{abs(difference):.2g}" if tenths == "0.0" and abs(difference) >= 0.0005 else tenths


def _with_minus(number: str) -> str:
    return "−" + number[1:] if number.startswith("-") else number


def fill_template(
    folder: Path, rule: str, measure: str, basis: str, text: str, facts: str, common: str
) -> str:
    """Return a text of a verdict, filled with figures.

    Parameters
    ----------
    folder : Path
        Of the templates.
    rule, measure, basis : str
        Of the verdict; they pick the file.
    text : str
        Which of the texts: ``sentence`` or ``detail``.
    facts, common : str
        Figures as JSON objects; the second has precedence.

    Raises
    ------
    ValueError
        If no file is of the rule, or one names a figure that is missing.
    """
    figures = json.loads(facts) | json.loads(common)
    template = _pick_template(folder, rule, measure, basis)
    try:
        return template.render(figures | {"text": text}).strip()
    except UndefinedError as error:
        raise ValueError(
            f"{folder}/{template.name}: {text} names a figure that is missing ({error}); there are "
            f"{', '.join(figures)}. Ask known() of it or correct the name."
        ) from error


@cache
def _pick_template(folder: Path, rule: str, measure: str, basis: str) -> Template:
    """Return the closest file that there is."""
    closest_first = (f"{rule}/{measure}.{basis}", f"{rule}/{measure}", f"{rule}.{basis}", rule)
    names = [f"{name}.j2" for name in closest_first]
    try:
        return _environment(folder).select_template(names)
    except TemplatesNotFound as error:
        raise ValueError(f"{folder} has none of {', '.join(names)}. Write one.") from error


@cache
def _environment(folder: Path) -> Environment:
    """Return Jinja's environment with the templates of a folder."""

    def load(name: str) -> str | None:
        path = folder / name
        return re.sub(r"\s*\n\s*", " ", path.read_text("utf-8")) if path.exists() else None

    environment = Environment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=False,
        finalize=lambda figure: "unknown" if figure is None else figure,
    )
    environment.filters |= FILTERS
    environment.globals["known"] = lambda *figures: (
        not any(figure is None or isinstance(figure, Undefined) for figure in figures)
    )
    return environment
