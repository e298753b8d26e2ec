"""The formula language: what it accepts, and where it says a mistake is."""

import pytest

from analysis_py.statistics.gamm.engine.errors import FormulaError
from analysis_py.statistics.gamm.engine.formula import (
    ParametricTerm,
    RandomInterceptTerm,
    RandomSlopeTerm,
    SmoothTerm,
    parse_formula,
)


def test_terms_of_every_kind():
    formula = parse_formula("y ~ s(x, by=g, k=8) + g + s(z, bs='cr') + s(h, bs=\"re\") + w")
    assert formula.response == "y"
    assert formula.terms == (
        SmoothTerm("x", "tp", 8, "g"),
        ParametricTerm("g"),
        SmoothTerm("z", "cr", 10, None),
        RandomInterceptTerm("h"),
        ParametricTerm("w"),
    )
    assert formula.columns == ("y", "x", "g", "z", "h", "w")


def test_a_random_effect_by_a_number_is_a_slope():
    (term,) = parse_formula('y ~ s(h, by=x, bs="re")').terms
    assert term == RandomSlopeTerm("h", "x")
    assert term.label == "s(h):x"
    assert parse_formula('y ~ s(h, by=x, bs="re")').columns == ("y", "h", "x")


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("y s(x)", 2, "Expected '~'"),
        ("y ~ ", 4, "Expected a term"),
        ("y ~ s(x", 7, r"Expected ',' or '\)'"),
        ("y ~ s(x) s(z)", 9, r"Expected '\+'"),
        ("y ~ te(x)", 4, "Unknown function 'te'"),
        ("y ~ s(x, m=2)", 9, "Unknown option 'm'"),
        ("y ~ s(x, k=5, k=6)", 14, "Repeated option 'k'"),
        ('y ~ s(x, bs="cc")', 12, "Unknown basis"),
        ("y ~ s(x, k=2)", 11, "k = 2 is below 3"),
        ('y ~ s(x, bs="re", k=4)', 20, "no meaning"),
        ("y ~ x * z", 6, r"Unexpected character '\*'"),
        ("y ~ s(x) + s(x)", 11, "appears twice"),
        ("y ~ s(y)", 4, "response"),
        ("~ x", 0, "name of the response"),
    ],
)
def test_a_mistake_is_pointed_at(text, position, message):
    with pytest.raises(FormulaError, match=message) as caught:
        parse_formula(text)
    assert caught.value.position == position
    assert f"at position {position}" in str(caught.value)
