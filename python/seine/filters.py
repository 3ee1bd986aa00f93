"""Filters in Python: an immutable tree that is written out as filter text.

Nothing is checked here but what Python can see; the text goes through the same reader as what
people type, so `str(filter)` is its canonical text, and `to_json()` the tree that backends store.

Each part is rendered where it stands (`Scope`), so one column handle is right at any depth. All
parts of an expression are of one store: what mixes two is refused where it is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import _core
from .errors import FilterError, FilterTypeError
from .incomparable import Incomparable
from .literals import literal, time_literal
from .plain import shortened, shown, utf8
from .scope import LOOSE, MEMBERS, Scope
from .shape import Shape

__all__ = [
    "Expression",
    "Filter",
    "Part",
    "Raw",
    "Sentence",
    "as_filter",
    "home_of",
    "rendered",
    "value_part",
]


class Expression(Incomparable):
    """Anything that is written out as a part of filter text."""

    _is_column = False
    _is_length = False  # of time
    # The store that its columns and rows are of; None: it has none.
    _home: Shape | None = None

    # NumPy's arrays and numbers leave operators to expressions.
    __array_ufunc__ = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "_home", home_of(tuple(vars(self).values())))

    def render(self, scope: Scope) -> str:
        raise NotImplementedError

    def as_filter(self) -> Filter:
        raise FilterTypeError(f"{shown(self)} is not a filter")

    def _not_compared(self) -> tuple[str, str]:
        return f"{shown(self)} is not a value that can be compared", ""


Part = str | Expression


def rendered(parts: tuple[Part, ...], scope: Scope) -> str:
    """Texts and expressions, one after the other."""
    return "".join(part if isinstance(part, str) else part.render(scope) for part in parts)


def home_of(part: Any) -> Shape | None:
    """The store that an expression, or rows, or several of them are of. FilterError: of two."""
    if not isinstance(part, tuple):
        home: Shape | None = getattr(part, "_home", None)
        return home
    home = None
    for one in part:
        found = home_of(one) if not isinstance(one, str) else None
        if home is None or found is None:
            home = home or found
        elif home.store_id != found.store_id:
            raise FilterError(
                f"this mixes columns of two stores: {home.place} and {found.place}",
                hint="take all of them from the store that is asked",
            )
    return home


def value_part(value: Any, *, time: bool = False) -> Part:
    """A value, or a literal."""
    if isinstance(value, Expression):
        return value
    return time_literal(value) if time else literal(value)


class Filter(Expression):
    """Which members, or which rows: joined with ``&``, ``|`` and ``~``."""

    def as_filter(self) -> Filter:
        return self

    def __and__(self, other: Any) -> Filter:
        return _Joined("and", (*_operands(self, "and"), *_operands(as_filter(other), "and")))

    def __rand__(self, other: Any) -> Filter:
        return as_filter(other) & self

    def __or__(self, other: Any) -> Filter:
        return _Joined("or", (*_operands(self, "or"), *_operands(as_filter(other), "or")))

    def __ror__(self, other: Any) -> Filter:
        return as_filter(other) | self

    def __xor__(self, other: Any) -> Filter:
        """Exactly one of the two holds."""
        return Sentence(("exactly 1 of (", self, ", ", as_filter(other), ")"))

    def __rxor__(self, other: Any) -> Filter:
        return as_filter(other) ^ self

    def __invert__(self) -> Filter:
        return Sentence(("not (", self, ")"))

    def _not_compared(self) -> tuple[str, str]:
        return (
            "a filter is not compared",
            "write `f` for `f == True`, `~f` for `f == False`, `~(f ^ g)` for `f == g`, and "
            "parentheses around each comparison",
        )

    def __bool__(self) -> bool:
        raise FilterTypeError(
            "a filter is neither true nor false in Python",
            hint="join filters with `&`, `|` and `~` (not `and`, `or`, `not`), put parentheses "
            "around comparisons, and write `x.between(a, b)` for `a <= x <= b`",
        )

    def as_of(self, time: Any) -> Filter:
        """The same filter asked at another moment: ``filter.as_of("2011-09-11")``,
        ``filter.as_of(sn.ago(30, "days"))``."""
        return Sentence(("(", self, ") as of ", value_part(time, time=True)))

    def definition(self) -> _core.Definition:
        return _core.Definition(self.render(MEMBERS))

    def to_text(self) -> str:
        """The canonical text, which parses back to the same tree."""
        return self.definition().include_text

    def to_json(self) -> Any:
        """The tree as JSON-like objects (docs/language.md)."""
        return json.loads(self.definition().include_json)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        try:
            return f"<seine filter: {shortened(self.to_text())}>"
        except FilterError:
            return f"<seine filter on rows: {shortened(self.render(LOOSE))}>"


@dataclass(frozen=True, eq=False, repr=False)
class Sentence(Filter):
    """A filter by its parts."""

    parts: tuple[Part, ...]

    def render(self, scope: Scope) -> str:
        return rendered(self.parts, scope)


@dataclass(frozen=True, eq=False, repr=False)
class Raw(Filter):
    """Text or JSON as a person wrote it."""

    text: str

    def render(self, scope: Scope) -> str:
        # Read by itself, so that its parentheses and comments end within it.
        read = self.definition()
        if read.excludes:
            raise FilterError(
                "a definition with exclusions cannot be a part of a filter",
                hint="pass its exclusions as `exclude=`",
            )
        return f"({read.include_text})"

    def definition(self) -> _core.Definition:
        return _core.Definition(utf8(self.text, "the filter"))


@dataclass(frozen=True, eq=False, repr=False)
class _Joined(Filter):
    word: str
    operands: tuple[Filter, ...]

    def render(self, scope: Scope) -> str:
        return f" {self.word} ".join(f"({operand.render(scope)})" for operand in self.operands)


def _operands(filter_: Filter, word: str) -> tuple[Filter, ...]:
    if isinstance(filter_, _Joined) and filter_.word == word:
        return filter_.operands
    return (filter_,)


def as_filter(value: Any) -> Filter:
    """A filter from a filter, text, a JSON tree, or a bool column."""
    if isinstance(value, Expression):
        return value.as_filter()
    if isinstance(value, str):
        return Raw(value)
    if isinstance(value, Mapping):
        return Raw(_json_text(value))
    if isinstance(value, bool):
        raise FilterTypeError(
            f"{value} is not a filter",
            hint="write seine.everyone or seine.nobody; where a column is called like a method, "
            'as in `o.count == 1`, write `o["count"] == 1`',
        )
    # Handles of rows know what is missing.
    hint = getattr(type(value), "_filter_hint", None)
    raise FilterTypeError(
        f"{shown(value)} is not a filter",
        hint=hint or "write a comparison such as `column == value`, or filter text",
    )


def _json_text(tree: Mapping[str, Any]) -> str:
    try:
        return json.dumps(tree, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise FilterTypeError(
            f"this dict is no filter in JSON: {error}",
            hint="a dict is the tree that to_json() gives (docs/language.md); expressions of "
            "Python are joined with `&`, `|` and `~`",
        ) from None
