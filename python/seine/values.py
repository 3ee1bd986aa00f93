"""Values: a number, text or time per member or row, compared, combined and aggregated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from .aggregates import Aggregates
from .errors import FilterError, FilterTypeError
from .filters import Expression, Filter, Part, as_filter, rendered
from .foreign_names import foreign_hint
from .incomparable import Incomparable
from .literals import literal, time_literal
from .plain import shortened, shown
from .predicates import Test, Tests
from .scope import LOOSE, Scope

if TYPE_CHECKING:
    from .tables import TableNode

__all__ = ["Negated", "Term", "Value", "Weekday"]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Value(Tests, Aggregates, Expression):
    """A number, text or time per member or row: compared, combined, aggregated."""

    # Whether plain text that it is compared with is a time, such as "2011-09".
    _is_time = False

    def _table(self) -> TableNode | None:
        """The deepest rows that the value speaks of; None: members."""
        return None

    def as_filter(self) -> Filter:
        return Test((self,))

    def _subject(self) -> Expression:
        return self

    def _literal(self, value: Any) -> str:
        return time_literal(value) if self._is_time else literal(value)

    # Comparisons. A missing value makes each of them false.
    def __eq__(self, other: object) -> Test:  # type: ignore[override]
        return self._test("=", other)

    def __ne__(self, other: object) -> Test:  # type: ignore[override]
        return self._test("!=", other)

    def __lt__(self, other: Any) -> Test:
        return self._test("<", other)

    def __le__(self, other: Any) -> Test:
        return self._test("<=", other)

    def __gt__(self, other: Any) -> Test:
        return self._test(">", other)

    def __ge__(self, other: Any) -> Test:
        return self._test(">=", other)

    __hash__ = None  # type: ignore[assignment]
    __iter__ = None

    def __contains__(self, value: object) -> bool:
        raise FilterTypeError(
            f"a column is not iterable, so Python's `in` cannot look into `{self}`",
            hint=f"write .contains({shown(value)}) for a part of a text, .has({shown(value)}) for "
            "an element of a set",
        )

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            hint = foreign_hint(name, self._own_names())
            raise AttributeError(f"`{self}` has no `{name}`" + (f"; {hint}" if hint else ""))

    def _own_names(self) -> list[str]:
        return [name for name in object.__dir__(self) if not name.startswith("_")]

    def __bool__(self) -> bool:
        raise FilterTypeError(
            "a column is neither true nor false in Python",
            hint="join filters with `&`, `|` and `~` (not `and`, `or`, `not`) and write "
            "`x.between(a, b)` for `a <= x <= b`, `x.is_in([...])` for `x in [...]`",
        )

    def equals(self, other: Any, *, ignoring_case: bool = False) -> Test:
        return self._test("=", other, ignoring_case)

    def exists(self) -> Test:
        return self._said("exists")

    def is_missing(self) -> Test:
        return self._said("is missing")

    @property
    def not_(self) -> Negated:
        """The value exists, and the test that follows does not hold: ``c.city.not_.like("New%")``,
        ``c.age.not_.between(20, 29)``. ``~`` is the complement, missing values included."""
        return Negated(self)

    def is_not_in(self, values: Any, *, ignoring_case: bool = False) -> Test:
        """Exists, and is equal to none of `values`."""
        return self.not_.is_in(values, ignoring_case=ignoring_case)

    def not_contains(self, text: Any, *, ignoring_case: bool = False) -> Test:
        """Exists, and does not contain `text`."""
        return self.not_.contains(text, ignoring_case=ignoring_case)

    # Arithmetic. With a missing operand the result is missing; so it is after division by zero.
    def _combined(self, left: Any, operator: str, right: Any) -> Term:
        parts = (self._operand(left), f" {operator} ", self._operand(right))
        shifted = self._is_time and operator in "+-" and left is self
        return Term(("(", *parts, ")"), _is_time=shifted)

    def __add__(self, other: Any) -> Term:
        return self._combined(self, "+", other)

    def __sub__(self, other: Any) -> Term:
        return self._combined(self, "-", other)

    def __mul__(self, other: Any) -> Term:
        return self._combined(self, "*", other)

    def __truediv__(self, other: Any) -> Term:
        return self._combined(self, "/", other)

    def __radd__(self, other: Any) -> Term:
        return self._combined(other, "+", self)

    def __rsub__(self, other: Any) -> Term:
        return self._combined(other, "-", self)

    def __rmul__(self, other: Any) -> Term:
        return self._combined(other, "*", self)

    def __rtruediv__(self, other: Any) -> Term:
        return self._combined(other, "/", self)

    def __neg__(self) -> Term:
        return Term(("(-", self, ")"))

    # A bool column is a filter.
    def __and__(self, other: Any) -> Filter:
        return self.as_filter() & as_filter(other)

    def __rand__(self, other: Any) -> Filter:
        return as_filter(other) & self.as_filter()

    def __or__(self, other: Any) -> Filter:
        return self.as_filter() | as_filter(other)

    def __ror__(self, other: Any) -> Filter:
        return as_filter(other) | self.as_filter()

    def __xor__(self, other: Any) -> Filter:
        return self.as_filter() ^ as_filter(other)

    def __rxor__(self, other: Any) -> Filter:
        return as_filter(other) ^ self.as_filter()

    def __invert__(self) -> Filter:
        return ~self.as_filter()

    # Parts of a date, in the query's zone.
    def _part(self, words: str) -> Term:
        subject: tuple[Part, ...] = (self,) if self._is_column else ("(", self, ")")
        kind = Weekday if words == "weekday" else Term
        return kind((*subject, f" {words}"), _is_time=words == "date")

    @property
    def weekday(self) -> Term:
        """Compared by name, or by number from 1, Monday: ``o.at.weekday == "sat"``,
        ``o.at.weekday.is_in(["sat", 7])``."""
        return self._part("weekday")

    @property
    def hour(self) -> Term:
        """0 to 23."""
        return self._part("hour")

    @property
    def date(self) -> Term:
        return self._part("date")

    @property
    def day_of_month(self) -> Term:
        return self._part("day of month")

    @property
    def week(self) -> Term:
        return self._part("week")

    @property
    def month(self) -> Term:
        return self._part("month")

    @property
    def quarter(self) -> Term:
        return self._part("quarter")

    @property
    def year(self) -> Term:
        return self._part("year")

    def __str__(self) -> str:
        return self.render(LOOSE)

    def __repr__(self) -> str:
        return f"<seine value: {shortened(str(self))}>"


@dataclass(frozen=True, eq=False, repr=False)
class Term(Value):
    """A value by its parts."""

    parts: tuple[Part, ...]
    _is_time: bool = False

    def render(self, scope: Scope) -> str:
        return rendered(self.parts, scope)

    def _table(self) -> TableNode | None:
        return deepest(part._table() for part in self.parts if isinstance(part, Value))


class Weekday(Term):
    """A weekday, or one of many such as their mode."""

    def _literal(self, value: Any) -> str:
        if value in range(1, 8) and not isinstance(value, bool):
            return str(int(value))
        named = str(value).strip().lower()
        matching = [day for day in _WEEKDAYS if named in (day, day[:3])]
        if not matching:
            raise FilterError(
                f"{value!r} is not a weekday",
                hint=f"write {', '.join(d[:3] for d in _WEEKDAYS)}, or 1 (Monday) to 7",
            )
        return matching[0][:3]


@dataclass(frozen=True, eq=False)
class Negated(Tests, Incomparable):
    """``value.not_``: tests that must not hold for a value that exists."""

    value: Value
    _negation = "not "

    def _subject(self) -> Expression:
        return self.value

    def _literal(self, value: Any) -> str:
        return self.value._literal(value)

    def equals(self, other: Any, *, ignoring_case: bool = False) -> Test:
        return self.value._test("!=", other, ignoring_case)

    def _not_compared(self) -> tuple[str, str]:
        return (
            "`.not_` stands before a test that has a name, such as .not_.between(20, 29)",
            "write column != value, or .not_.equals(value)",
        )


def deepest(tables: Iterable[TableNode | None]) -> TableNode | None:
    """The rows on which values of all these rows can be reckoned."""
    known = [table for table in tables if table is not None]
    return reduce(lambda one, other: one._joined(other), known) if known else None
