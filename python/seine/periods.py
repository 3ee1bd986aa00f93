"""Periods and moments for filters on times: ``o.at.in_(seine.previous(3, "months"))``."""

from __future__ import annotations

from typing import Any

from .expressions import Period, Unit, Value, Verbatim, _count
from .literals import time_literal

__all__ = [
    "ago",
    "before",
    "between",
    "day_ago",
    "from_to",
    "last",
    "next_",
    "previous",
    "since",
    "this",
    "today",
    "yesterday",
]

today = Period("today")
yesterday = Period("yesterday")


def last(count: Any, unit: Unit) -> Period:
    """So many units up to as_of."""
    return Period(f"last {_count(count)} {unit}")


def next_(count: Any, unit: Unit) -> Period:
    """So many units from as_of on."""
    return Period(f"next {_count(count)} {unit}")


def this(unit: str) -> Period:
    """The calendar week, month, quarter or year that as_of lies in."""
    return Period(f"this {unit.removesuffix('s')}")


def previous(count: Any, unit: Unit) -> Period:
    """So many whole calendar units before the current one."""
    return Period(f"previous {_count(count)} {unit}")


def day_ago(count: Any) -> Period:
    """The whole day that was so many days ago."""
    return Period(f"day {_count(count)} days ago")


def ago(count: Any, unit: Unit) -> Value:
    """The moment so long before as_of."""
    return Verbatim(f"{_count(count)} {unit} ago")


def since(start: Any) -> Period:
    return Period(f"since {_moment(start)}")


def before(end: Any) -> Period:
    return Period(f"before {_moment(end)}")


def from_to(start: Any, end: Any) -> Period:
    """From `start`, included, to `end`, not included."""
    return Period(f"from {_moment(start)} to {_moment(end)}")


def between(start: Any, end: Any) -> Period:
    """Both days, months or quarters included whole."""
    return Period(f"between {_moment(start)} and {_moment(end)}")


def _moment(value: Any) -> str:
    return value.render(None) if isinstance(value, Value) else time_literal(value)
