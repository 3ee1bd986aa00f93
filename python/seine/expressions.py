"""Filters and values in Python: an immutable tree that is written out as filter text.

Nothing is checked here but what Python can see; the text goes through the same reader as what
people type, so `str(filter)` is its canonical text, and `to_json()` the tree that backends store.

Each node is rendered where it stands: `scope` is the table whose rows it is asked of (None:
members), so one column handle is right at any depth ("a row sees its ancestors").
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from . import _core
from .errors import FilterError
from .literals import literal, literals, time_literal

if TYPE_CHECKING:
    from .tables import TableNode

__all__ = ["Filter", "Period", "Value", "as_filter"]

Unit = Literal["minutes", "hours", "days", "weeks", "months", "quarters", "years"]
Scope = "TableNode | None"


class Filter:
    """Which members, or which rows: joined with ``&``, ``|`` and ``~``."""

    def render(self, scope: TableNode | None) -> str:
        raise NotImplementedError

    def __and__(self, other: Filter | str) -> Filter:
        return _Joined("and", (*_operands(self, "and"), *_operands(as_filter(other), "and")))

    def __rand__(self, other: Filter | str) -> Filter:
        return as_filter(other) & self

    def __or__(self, other: Filter | str) -> Filter:
        return _Joined("or", (*_operands(self, "or"), *_operands(as_filter(other), "or")))

    def __ror__(self, other: Filter | str) -> Filter:
        return as_filter(other) | self

    def __invert__(self) -> Filter:
        return _Not(self)

    def __bool__(self) -> bool:
        raise TypeError(
            "a filter is neither true nor false in Python: join filters with `&`, `|` and `~` "
            "(not `and`, `or`, `not`), put parentheses around comparisons, and write "
            "`x.between(a, b)` for `a <= x <= b`"
        )

    def definition(self) -> _core.Definition:
        return _core.Definition(self.render(None))

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
            return f"<seine filter on rows: {self._loosely()}>"

    def _loosely(self) -> str:
        from .tables import ANY_ROW

        return self.render(ANY_ROW)


@dataclass(frozen=True, eq=False, repr=False)
class Raw(Filter):
    """Text as a person wrote it."""

    text: str

    def render(self, scope: TableNode | None) -> str:
        if self.text.lstrip().startswith("{"):
            return f"({_core.Definition(self.text).include_text})"
        return f"({self.text})"

    def definition(self) -> _core.Definition:
        return _core.Definition(self.text)


@dataclass(frozen=True, eq=False, repr=False)
class Word(Filter):
    text: str

    def render(self, scope: TableNode | None) -> str:
        return self.text


@dataclass(frozen=True, eq=False, repr=False)
class _Joined(Filter):
    word: str
    operands: tuple[Filter, ...]

    def render(self, scope: TableNode | None) -> str:
        parts = (f"({operand.render(scope)})" for operand in self.operands)
        return f" {self.word} ".join(parts)


@dataclass(frozen=True, eq=False, repr=False)
class _Not(Filter):
    operand: Filter

    def render(self, scope: TableNode | None) -> str:
        return f"not ({self.operand.render(scope)})"


@dataclass(frozen=True, eq=False, repr=False)
class KOf(Filter):
    words: str
    operands: tuple[Filter, ...]

    def render(self, scope: TableNode | None) -> str:
        return f"{self.words} of ({', '.join(o.render(scope) for o in self.operands)})"


@dataclass(frozen=True, eq=False, repr=False)
class Test(Filter):
    """SUBJECT words: ``subject`` rendered in scope, then ``rest`` (a value, or text)."""

    subject: Value
    words: str
    rest: Value | Period | str = ""
    tail: str = ""

    def render(self, scope: TableNode | None) -> str:
        rest = self.rest if isinstance(self.rest, str) else self.rest.render(scope)
        return f"{self.subject.render(scope)} {self.words} {rest}{self.tail}".rstrip()


def _operands(filter_: Filter, word: str) -> tuple[Filter, ...]:
    if isinstance(filter_, _Joined) and filter_.word == word:
        return filter_.operands
    return (filter_,)


def as_filter(value: Any) -> Filter:
    """A filter from a filter, text, a JSON tree, a bool column, or True and False."""
    if isinstance(value, Filter):
        return value
    if isinstance(value, Value):
        return value.as_filter()
    if isinstance(value, str):
        return Raw(value)
    if isinstance(value, Mapping):
        return Raw(json.dumps(value, ensure_ascii=False))
    if value is True or value is False:
        return Word("everyone" if value else "nobody")
    raise TypeError(
        f"{value!r} is not a filter: write a comparison such as `column == value`, or filter text"
    )


class Period:
    """A half-open stretch of time, for ``column.in_(period)``; see the module `periods`."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render(self, scope: TableNode | None) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<seine period: {self.text}>"


class Value:
    """A number, text or time per member or row: compared, combined, aggregated."""

    # Whether plain text that it is compared with is a time, such as "2011-09".
    is_time = False

    def render(self, scope: TableNode | None) -> str:
        raise NotImplementedError

    def table(self) -> TableNode | None:
        """The deepest table whose rows the value speaks of; None: members."""
        return None

    def as_filter(self) -> Filter:
        return Test(self, "")

    def _literal(self, value: Any) -> str:
        return time_literal(value) if self.is_time else literal(value)

    def _operand(self, value: Any) -> Value | str:
        return value if isinstance(value, Value) else self._literal(value)

    def _test(self, words: str, value: Any, ignoring_case: bool = False) -> Filter:
        tail = " ignoring case" if ignoring_case else ""
        return Test(self, words, self._operand(value), tail)

    # Comparisons. A missing value makes each of them false.
    def __eq__(self, other: object) -> Filter:  # type: ignore[override]
        return self._test("=", other)

    def __ne__(self, other: object) -> Filter:  # type: ignore[override]
        return self._test("!=", other)

    def __lt__(self, other: Any) -> Filter:
        return self._test("<", other)

    def __le__(self, other: Any) -> Filter:
        return self._test("<=", other)

    def __gt__(self, other: Any) -> Filter:
        return self._test(">", other)

    def __ge__(self, other: Any) -> Filter:
        return self._test(">=", other)

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise TypeError(
            "a column is neither true nor false in Python: join filters with `&`, `|` and `~` "
            "(not `and`, `or`, `not`) and write `x.between(a, b)` for `a <= x <= b`"
        )

    def equals(self, other: Any, *, ignoring_case: bool = False) -> Filter:
        return self._test("=", other, ignoring_case)

    def between(self, low: Any, high: Any) -> Filter:
        """From `low` to `high`, both included."""
        return _Between(self, self._operand(low), self._operand(high))

    def is_in(self, values: Iterable[Any] | Value, *, ignoring_case: bool = False) -> Filter:
        """Equal to one of `values`."""
        return self._in("in", values, ignoring_case)

    def is_not_in(self, values: Iterable[Any] | Value, *, ignoring_case: bool = False) -> Filter:
        """Exists, and is equal to none of `values`."""
        return self._in("not in", values, ignoring_case)

    def _in(self, words: str, values: Any, ignoring_case: bool) -> Filter:
        tail = " ignoring case" if ignoring_case else ""
        if isinstance(values, (Value, Period)):
            return Test(self, words, values, tail)
        if isinstance(values, str):
            raise FilterError(
                f"is_in takes a list of values, not the text {values!r}",
                hint=f"write [{values!r}]",
            )
        if self.is_time:
            values = [Verbatim(time_literal(v)) if isinstance(v, str) else v for v in values]
        return Test(self, words, _listed(values), tail)

    def exists(self) -> Filter:
        return Test(self, "exists")

    def is_missing(self) -> Filter:
        return Test(self, "is missing")

    # Text.
    def contains(self, text: Any, *, ignoring_case: bool = False) -> Filter:
        return self._test("contains", text, ignoring_case)

    def not_contains(self, text: Any, *, ignoring_case: bool = False) -> Filter:
        """Exists, and does not contain `text`."""
        return self._test("not contains", text, ignoring_case)

    def starts_with(self, text: Any, *, ignoring_case: bool = False) -> Filter:
        return self._test("starts with", text, ignoring_case)

    def ends_with(self, text: Any, *, ignoring_case: bool = False) -> Filter:
        return self._test("ends with", text, ignoring_case)

    def like(self, pattern: Any, *, ignoring_case: bool = False) -> Filter:
        """The whole text, where ``%`` stands for any characters and ``_`` for one."""
        return self._test("like", pattern, ignoring_case)

    def matches(self, pattern: Any, *, ignoring_case: bool = False) -> Filter:
        """An RE2 regular expression found anywhere in the text."""
        return self._test("matches", pattern, ignoring_case)

    # Sets.
    def has(self, value: Any) -> Filter:
        return self._test("has", value)

    def has_any(self, *values: Any) -> Filter:
        return Test(self, "has any", _several(values))

    def has_all(self, *values: Any) -> Filter:
        return Test(self, "has all", _several(values))

    def has_none(self, *values: Any) -> Filter:
        return Test(self, "has none", _several(values))

    def has_only(self, *values: Any) -> Filter:
        return Test(self, "has only", _several(values))

    # Times.
    def in_(self, period: Period | str) -> Filter:
        """Within a period: ``o.at.in_(seine.previous(3, "months"))``, ``o.at.in_("2011-09")``."""
        return Test(self, "in", time_literal(period) if isinstance(period, str) else period)

    def in_last(self, count: Any, unit: Unit) -> Filter:
        """Within so many units up to as_of."""
        return Test(self, "in", f"last {_count(count)} {unit}")

    def in_next(self, count: Any, unit: Unit) -> Filter:
        return Test(self, "in", f"next {_count(count)} {unit}")

    # Arithmetic.
    def __add__(self, other: Any) -> Value:
        return _Arithmetic("+", self, self._operand(other))

    def __sub__(self, other: Any) -> Value:
        return _Arithmetic("-", self, self._operand(other))

    def __mul__(self, other: Any) -> Value:
        return _Arithmetic("*", self, self._operand(other))

    def __truediv__(self, other: Any) -> Value:
        return _Arithmetic("/", self, self._operand(other))

    def __radd__(self, other: Any) -> Value:
        return _Arithmetic("+", Verbatim(self._literal(other)), self)

    def __rsub__(self, other: Any) -> Value:
        return _Arithmetic("-", Verbatim(self._literal(other)), self)

    def __rmul__(self, other: Any) -> Value:
        return _Arithmetic("*", Verbatim(self._literal(other)), self)

    def __rtruediv__(self, other: Any) -> Value:
        return _Arithmetic("/", Verbatim(self._literal(other)), self)

    # A bool column is a filter.
    def __and__(self, other: Filter | str) -> Filter:
        return self.as_filter() & other

    def __rand__(self, other: Filter | str) -> Filter:
        return as_filter(other) & self.as_filter()

    def __or__(self, other: Filter | str) -> Filter:
        return self.as_filter() | other

    def __ror__(self, other: Filter | str) -> Filter:
        return as_filter(other) | self.as_filter()

    def __invert__(self) -> Filter:
        return ~self.as_filter()

    # Aggregates over the rows of the value's table.
    def sum(self) -> Value:
        return self._aggregate("sum")

    def avg(self) -> Value:
        return self._aggregate("avg")

    def min(self) -> Value:
        return self._aggregate("min")

    def max(self) -> Value:
        return self._aggregate("max")

    def count(self) -> Value:
        """How many rows have a value."""
        return self._aggregate("count")

    def _aggregate(self, function: str) -> Value:
        table = self.table()
        if table is None:
            raise FilterError(
                f"{function}() reduces many rows to one value, and a member has one `{self}`",
                hint="aggregate a column of a table below the members",
            )
        return _Aggregate(function, self, table)

    def __str__(self) -> str:
        from .tables import ANY_ROW

        return self.render(ANY_ROW)

    def __repr__(self) -> str:
        return f"<seine value: {self}>"


@dataclass(frozen=True, eq=False, repr=False)
class Verbatim(Value):
    text: str

    def render(self, scope: TableNode | None) -> str:
        return self.text


@dataclass(frozen=True, eq=False, repr=False)
class _Arithmetic(Value):
    operator: str
    left: Value
    right: Value | str

    def render(self, scope: TableNode | None) -> str:
        right = self.right if isinstance(self.right, str) else self.right.render(scope)
        return f"({self.left.render(scope)} {self.operator} {right})"

    def table(self) -> TableNode | None:
        right = None if isinstance(self.right, str) else self.right.table()
        left = self.left.table()
        return left if right is None or (left is not None and left.is_below(right)) else right


@dataclass(frozen=True, eq=False, repr=False)
class _Aggregate(Value):
    function: str
    value: Value
    rows: TableNode

    def render(self, scope: TableNode | None) -> str:
        from .tables import Column

        path, where = self.rows.path_from(scope), self.rows.where_text()
        if isinstance(self.value, Column) and self.value.owner.same_table(self.rows):
            return f"{self.function}({path}.{self.value.name_text()}{where})"
        return f"{self.function}({self.value.render(self.rows)} of {path}{where})"


@dataclass(frozen=True, eq=False, repr=False)
class _Between(Filter):
    subject: Value
    low: Value | str
    high: Value | str

    def render(self, scope: TableNode | None) -> str:
        low, high = (x if isinstance(x, str) else x.render(scope) for x in (self.low, self.high))
        return f"{self.subject.render(scope)} between {low} and {high}"


def _listed(values: Iterable[Any]) -> Value | str:
    values = list(values.tolist() if hasattr(values, "tolist") else values)
    if any(isinstance(v, (Value, Period)) for v in values):
        return _List(tuple(v if isinstance(v, (Value, Period)) else literal(v) for v in values))
    return literals(values)


@dataclass(frozen=True, eq=False, repr=False)
class _List(Value):
    items: tuple[Value | Period | str, ...]

    def render(self, scope: TableNode | None) -> str:
        items = (item if isinstance(item, str) else item.render(scope) for item in self.items)
        return f"({', '.join(items)})"


def _several(values: tuple[Any, ...]) -> Value | str:
    """The values of has_any("a", "b"), has_any(["a", "b"]) or has_any(param("tags"))."""
    if len(values) == 1:
        (only,) = values
        if isinstance(only, Value):
            return only
        if not isinstance(only, str) and isinstance(only, Iterable):
            return _listed(only)
    return _listed(values)


def _count(count: Any) -> str:
    return count.render(None) if isinstance(count, Value) else str(int(count))
