"""Filters in Python: an immutable tree that is written out as filter text.

Nothing is checked here but what Python can see; the text goes through the same reader as what
people type, so `str(filter)` is its canonical text, and `to_json()` the tree that backends store.

Each part is rendered where it stands (`Scope`), so one column handle is right at any depth.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import _core
from .errors import FilterError, FilterTypeError
from .literals import literal, time_literal
from .scope import LOOSE, MEMBERS, Scope

__all__ = ["Expression", "Filter", "Part", "Raw", "Sentence", "as_filter", "rendered", "value_part"]


class Expression:
    """Anything that is written out as a part of filter text."""

    _is_column = False

    def render(self, scope: Scope) -> str:
        raise NotImplementedError

    def as_filter(self) -> Filter:
        raise FilterTypeError(f"{self!r} is not a filter")


Part = str | Expression


def rendered(parts: tuple[Part, ...], scope: Scope) -> str:
    """Texts and expressions, one after the other."""
    return "".join(part if isinstance(part, str) else part.render(scope) for part in parts)


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

    def __invert__(self) -> Filter:
        return Sentence(("not (", self, ")"))

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
            return f"<seine filter: {self.to_text()}>"
        except FilterError:
            return f"<seine filter on rows: {self.render(LOOSE)}>"


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
        read = _core.Definition(self.text)
        if read.excludes:
            raise FilterError(
                "a definition with exclusions cannot be a part of a filter",
                hint="pass its exclusions as `exclude=`",
            )
        return f"({read.include_text})"

    def definition(self) -> _core.Definition:
        return _core.Definition(self.text)


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
        return Raw(json.dumps(value, ensure_ascii=False))
    if isinstance(value, bool):
        raise FilterTypeError(
            f"{value} is not a filter",
            hint="write seine.everyone or seine.nobody; where a column is called like a method, "
            'as in `o.count == 1`, write `o["count"] == 1`',
        )
    # Handles of rows know what is missing.
    hint = getattr(type(value), "_filter_hint", None)
    raise FilterTypeError(
        f"{value!r} is not a filter",
        hint=hint or "write a comparison such as `column == value`, or filter text",
    )
