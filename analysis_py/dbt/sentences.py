"""The text of a verdict: Jinja templates filled with figures.

Beside Jinja's own there are the filters ``show`` (Python's format language), ``p`` (a p-value in
words), ``points`` (a difference of scores with its sign), ``higher`` (the same in words), and
``known`` (whether figures exist). A missing figure is written as unknown, so a population without
it, such as one without sizes, still has a sentence.
"""

import json
from functools import lru_cache

from jinja2 import Environment, StrictUndefined, Template, Undefined, UndefinedError

ENVIRONMENT = Environment(
    undefined=StrictUndefined,
    autoescape=False,
    finalize=lambda figure: "unknown" if figure is None else figure,
)
ENVIRONMENT.filters |= {
    "show": lambda figure, form: None if figure is None else format(figure, form),
    "p": lambda p: p if p is None else "p < 0.001" if p < 0.001 else f"p = {p:.2g}",
    "points": lambda d: d if d is None else f"{d:+.1f}".replace("-", "−"),
    "higher": lambda d: d if d is None else f"{abs(d):.1f} points {'lower' if d < 0 else 'higher'}",
}
ENVIRONMENT.globals["known"] = lambda *figures: (
    not any(figure is None or isinstance(figure, Undefined) for figure in figures)
)


def fill_template(template: str, facts: str, common: str) -> str:
    """Return a template filled with figures from two JSON objects; the second has precedence."""
    figures = json.loads(facts) | json.loads(common)
    try:
        return _read(template).render(figures)
    except UndefinedError as error:
        raise ValueError(
            f"seeds/claims/claim_measures.csv: {template!r} names a figure that is missing "
            f"({error}); there are {', '.join(figures)}. Ask known() of it or correct the name."
        ) from error


@lru_cache
def _read(template: str) -> Template:
    return ENVIRONMENT.from_string(template)
