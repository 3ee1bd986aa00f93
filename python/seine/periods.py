"""Periods for filters on times: ``o.at.in_(seine.previous(3, "months"))``.

Their bounds are times, or values: ``seine.from_to(o.first().at, o.first().at + seine.days(90))``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from .errors import FilterError
from .filters import Expression, Part, rendered, value_part
from .literals import is_time, literal, time_literal
from .plain import is_list, plain_list, plain_value, shown
from .scope import LOOSE, Scope
from .units import CalendarUnit, Unit, count_text, unit_text

__all__ = [
    "Period",
    "before",
    "between",
    "calendar",
    "day_ago",
    "from_to",
    "last",
    "next_",
    "periods_part",
    "previous",
    "since",
    "this",
    "today",
    "yesterday",
]


@dataclass(frozen=True, eq=False, repr=False)
class Period(Expression):
    """A half-open stretch of time, for ``column.in_(period)``."""

    parts: tuple[Part, ...]

    def render(self, scope: Scope) -> str:
        return rendered(self.parts, scope)

    def __repr__(self) -> str:
        return f"<seine period: {self.render(LOOSE)}>"


today = Period(("today",))
yesterday = Period(("yesterday",))


def last(count: Any, unit: Unit | None = None) -> Period:
    """So many units up to as_of: ``last(90, "days")``, or ``last(seine.days(90))``."""
    return Period(("last ", _length_part("last", count, unit)))


def next_(count: Any, unit: Unit | None = None) -> Period:
    """So many units from as_of on."""
    return Period(("next ", _length_part("next_", count, unit)))


def _length_part(function: str, count: Any, unit: Unit | None) -> Part:
    if unit is not None:
        return f"{count_text(count)} {unit_text(unit)}"
    if isinstance(count, Expression) and count._is_length:
        return count
    if isinstance(count, (dt.timedelta, np.timedelta64)):
        return literal(count)
    raise FilterError(
        f"{function} takes a count and a unit, or a length of time",
        hint=f'write {function}(90, "days") or {function}(seine.days(90))',
    )


@overload
def this(count: CalendarUnit, unit: None = None) -> Period: ...
@overload
def this(count: Any, unit: CalendarUnit) -> Period: ...
def this(count: Any, unit: str | None = None) -> Period:
    """The calendar week, month, quarter or year that as_of lies in: ``this("month")``."""
    return _calendar_units("this", count, unit)


@overload
def previous(count: CalendarUnit, unit: None = None) -> Period: ...
@overload
def previous(count: Any, unit: CalendarUnit) -> Period: ...
def previous(count: Any, unit: str | None = None) -> Period:
    """Whole calendar units before the current one: ``previous(3, "months")``,
    ``previous("quarter")``."""
    return _calendar_units("previous", count, unit)


def _calendar_units(word: str, count: Any, unit: str | None) -> Period:
    if unit is None:
        count, unit = 1, count
    spelled = unit_text(unit)
    if spelled.rstrip("s") in ("minute", "hour", "day"):
        raise FilterError(
            f"`{word}` goes with weeks, months, quarters and years",
            hint='for days, write seine.today, seine.yesterday or seine.last(3, "days")',
        )
    return Period((f"{word} {count_text(count)} {spelled}",))


def day_ago(count: Any) -> Period:
    """The whole day that was so many days ago."""
    return Period((f"day {count_text(count)} days ago",))


def since(start: Any) -> Period:
    return Period(("since ", value_part(start, time=True)))


def before(end: Any) -> Period:
    return Period(("before ", value_part(end, time=True)))


def from_to(start: Any, end: Any) -> Period:
    """From `start`, included, to `end`, not included."""
    return Period(("from ", value_part(start, time=True), " to ", value_part(end, time=True)))


def between(start: Any, end: Any) -> Period:
    """Both days, months or quarters included whole."""
    return Period(("between ", value_part(start, time=True), " and ", value_part(end, time=True)))


def calendar(name: str, year: Any) -> Period:
    """A retail window by its name: ``calendar("double-11", 2025)``."""
    return Period((f"calendar({literal(name)}, {count_text(year, 'a year')})",))


def periods_part(periods: Any, argument: str = "each") -> tuple[Part, ...]:
    """After `in each of` and `anniversary in`: a period, a day, month or quarter, or several."""
    if isinstance(periods, Expression):
        return (periods,)
    periods = plain_value(periods)
    if isinstance(periods, dt.date) or (isinstance(periods, str) and is_time(periods)):
        return (time_literal(periods),)
    if not is_list(periods):
        raise FilterError(
            f"`{argument}` takes periods, not {shown(periods)}",
            hint='write seine.last(4, "quarters"), "2025-01" or a list such as '
            '["2025-01", "2025-02"]',
        )
    commas = [
        part for period in plain_list(periods) for part in (", ", value_part(period, time=True))
    ]
    if not commas:
        raise FilterError(f"`{argument}` takes at least one period")
    return ("(", *commas[1:], ")")
