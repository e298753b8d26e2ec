"""The model description: a small formula language, parsed into frozen dataclasses.

The language is the part of mgcv's that the models here need::

    response ~ x + factor + s(x) + s(x, by=factor, k=8, bs="cr") + s(factor, bs="re")
        + s(factor, by=x, bs="re")

A bare name is a parametric term (a factor if the column holds text, else linear). Smooths have the
basis ``tp`` (thin plate), ``cr`` (cubic regression) or ``gp`` (Gaussian process); a random effect
by a number is a random slope.
"""

import re
from dataclasses import dataclass

from analysis_py.statistics.gamm.engine.errors import FormulaError

DEFAULT_BASIS_DIMENSION = 10
_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_.][\w.]*)|(?P<number>\d+)|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<symbol>[~+(),=]))"
)
#: Bases of a smooth and their least dimensions.
_SMOOTH_BASES = {"tp": 3, "cr": 3, "gp": 4}


@dataclass(frozen=True)
class ParametricTerm:
    """A factor (treatment contrasts) or a linear effect of a number."""

    variable: str

    @property
    def label(self) -> str:
        """Name of the term in tables."""
        return self.variable


@dataclass(frozen=True)
class SmoothTerm:
    """A penalised smooth function of one covariate, optionally one per level of a factor."""

    variable: str
    basis: str = "tp"
    k: int = DEFAULT_BASIS_DIMENSION
    by: str | None = None

    @property
    def label(self) -> str:
        """Name of the term in tables."""
        return f"s({self.variable})"


@dataclass(frozen=True)
class RandomInterceptTerm:
    """Independent Gaussian effects of the levels of a factor, ``bs="re"``."""

    variable: str

    @property
    def label(self) -> str:
        """Name of the term in tables."""
        return f"s({self.variable})"


@dataclass(frozen=True)
class RandomSlopeTerm:
    """Independent Gaussian slopes of a number in the levels of a factor, ``by=x, bs="re"``."""

    variable: str
    by: str

    @property
    def label(self) -> str:
        """Name of the term in tables."""
        return f"s({self.variable}):{self.by}"


Term = ParametricTerm | SmoothTerm | RandomInterceptTerm | RandomSlopeTerm


@dataclass(frozen=True)
class ModelFormula:
    """A response and its terms, in the order written; an intercept is always present."""

    response: str
    terms: tuple[Term, ...]
    text: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the model reads, each once, the response first."""
        names = [self.response]
        for term in self.terms:
            names.append(term.variable)
            by = _by(term)
            if by is not None:
                names.append(by)
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class _Token:
    kind: str
    value: str
    position: int


def parse_formula(text: str) -> ModelFormula:
    """Parse a formula."""
    return _Parser(text).formula()


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._tokenise(text)
        self.index = 0

    def _tokenise(self, text: str) -> list[_Token]:
        tokens, position = [], 0
        while text[position:].strip():
            match = _TOKEN.match(text, position)
            if match is None:
                position += len(text[position:]) - len(text[position:].lstrip())
                raise FormulaError(f"Unexpected character {text[position]!r}", text, position)
            kind = str(match.lastgroup)
            tokens.append(_Token(kind, match.group(kind), match.start(kind)))
            position = match.end()
        tokens.append(_Token("end", "the end", len(text)))
        return tokens

    def _next(self, kind: str, value: str | None = None, what: str | None = None) -> _Token:
        token = self.tokens[self.index]
        if token.kind != kind or (value is not None and token.value != value):
            expected = what or (f"{value!r}" if value else f"a {kind}")
            raise FormulaError(
                f"Expected {expected}, found {token.value!r}", self.text, token.position
            )
        self.index += 1
        return token

    def _peek(self, value: str) -> bool:
        token = self.tokens[self.index]
        return token.kind == "symbol" and token.value == value

    def formula(self) -> ModelFormula:
        response = self._next("name", what="the name of the response").value
        self._next("symbol", "~")
        terms: list[Term] = []
        positions: list[int] = []
        while True:
            positions.append(self.tokens[self.index].position)
            term = self._term()
            if term.variable == response:
                raise FormulaError(
                    f"The response {response!r} is also a term", self.text, positions[-1]
                )
            if term in terms or any(
                term.label == other.label and _by(term) == _by(other) for other in terms
            ):
                raise FormulaError(f"Term {term.label} appears twice", self.text, positions[-1])
            terms.append(term)
            if not self._peek("+"):
                break
            self.index += 1
        self._next("end", what="'+' or the end of the formula")
        return ModelFormula(response, tuple(terms), " ".join(self.text.split()))

    def _term(self) -> Term:
        name = self._next("name", what="a term")
        if not self._peek("("):
            return ParametricTerm(name.value)
        if name.value != "s":
            raise FormulaError(f"Unknown function {name.value!r}", self.text, name.position)
        self._next("symbol", "(")
        variable = self._next("name", what="a covariate").value
        options: dict[str, _Token] = {}
        while self._peek(","):
            self.index += 1
            key = self._next("name", what="an option (bs, k or by)")
            if key.value not in ("bs", "k", "by") or key.value in options:
                problem = "Repeated" if key.value in options else "Unknown"
                raise FormulaError(f"{problem} option {key.value!r}", self.text, key.position)
            self._next("symbol", "=")
            kind = {"bs": "text", "k": "number", "by": "name"}[key.value]
            what = {"bs": "a quoted basis", "k": "a whole number", "by": "a column"}[key.value]
            options[key.value] = self._next(kind, what=what)
        self._next("symbol", ")", what="',' or ')'")
        return self._smooth(variable, options)

    def _smooth(self, variable: str, options: dict[str, _Token]) -> Term:
        basis = options["bs"].value[1:-1] if "bs" in options else "tp"
        if basis == "re":
            if "k" in options:
                token = options["k"]
                raise FormulaError(
                    "Option 'k' has no meaning with bs='re'", self.text, token.position
                )
            if "by" in options:
                return RandomSlopeTerm(variable, options["by"].value)
            return RandomInterceptTerm(variable)
        if basis not in _SMOOTH_BASES:
            raise FormulaError(f"Unknown basis {basis!r}", self.text, options["bs"].position)
        k = int(options["k"].value) if "k" in options else DEFAULT_BASIS_DIMENSION
        smallest = _SMOOTH_BASES[basis]
        if k < smallest:
            raise FormulaError(
                f"k = {k} is below {smallest}, the least for basis {basis!r}",
                self.text,
                options["k"].position,
            )
        by = options["by"].value if "by" in options else None
        return SmoothTerm(variable, basis, k, by)


def _by(term: Term) -> str | None:
    return term.by if isinstance(term, SmoothTerm | RandomSlopeTerm) else None
