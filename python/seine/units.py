"""Counts, units of time and lengths, checked and spelled."""

from __future__ import annotations

import operator
from typing import Any, Literal

from .errors import FilterError
from .filters import Expression
from .literals import literal
from .plain import shown
from .scope import LOOSE
from .shape import nearest

__all__ = ["CalendarUnit", "Unit", "count_text", "number_text", "unit_text"]

CalendarUnit = Literal["week", "weeks", "month", "months", "quarter", "quarters", "year", "years"]
Unit = Literal["minute", "minutes", "hour", "hours", "day", "days"] | CalendarUnit

_PLURAL = ("minutes", "hours", "days", "weeks", "months", "quarters", "years")
_UNITS = (*_PLURAL, *(unit.removesuffix("s") for unit in _PLURAL))


def unit_text(unit: str) -> str:
    if unit in _UNITS:
        return unit
    raise FilterError(
        f"{unit!r} is not a unit of time",
        hint=nearest(str(unit), list(_PLURAL)) or f"the units are {', '.join(_PLURAL)}",
    )


def count_text(count: Any, what: str = "a count", *, negative: bool = False) -> str:
    """A whole number, or a parameter."""
    if isinstance(count, Expression):
        return _parameter(count, what)
    try:
        number = operator.index(count)
    except TypeError:
        number = None
    if number is None or isinstance(count, bool):
        raise FilterError(f"{what} is a whole number or a parameter, not {shown(count)}")
    if number < 0 and not negative:
        raise FilterError(f"{what} cannot be negative: {number}")
    return str(number)


def number_text(number: Any, what: str) -> str:
    """Any number, or a parameter."""
    if isinstance(number, Expression):
        return _parameter(number, what)
    if isinstance(number, (str, bool)):
        raise FilterError(f"{what} is a number or a parameter, not {shown(number)}")
    return literal(number)


def _parameter(value: Expression, what: str) -> str:
    text = value.render(LOOSE)
    if not text.startswith("$"):
        raise FilterError(
            f"{what} is a number or a parameter, not {shown(value)}", hint='write sn.param("n")'
        )
    return text
