"""Lengths of time, moments before as_of, and how long something took or is ago."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from .errors import FilterError
from .filters import Part, value_part
from .literals import literal
from .plain import shown
from .units import Unit, count_text, unit_text
from .values import Term

__all__ = [
    "Duration",
    "ago",
    "days",
    "days_between",
    "days_since",
    "duration_part",
    "hours",
    "hours_between",
    "hours_since",
    "minutes",
    "minutes_between",
    "minutes_since",
    "months",
    "months_between",
    "months_since",
    "quarters",
    "quarters_between",
    "quarters_since",
    "weeks",
    "weeks_between",
    "weeks_since",
    "years",
    "years_between",
    "years_since",
]


@dataclass(frozen=True, eq=False, repr=False)
class Duration(Term):
    """A length of time, added to and taken from times: ``o.first().at + seine.days(90)``.

    Days and longer units are civil (the same time of day), hours and minutes elapsed.
    """

    _is_length = True


def duration_part(value: Any, what: str) -> Part:
    """A length of time where nothing else may stand."""
    if isinstance(value, Duration):
        return value
    if isinstance(value, (dt.timedelta, np.timedelta64)):
        return literal(value)
    raise FilterError(
        f"{what} is a length of time, not {shown(value)}", hint="write seine.days(30)"
    )


def _duration(count: Any, unit: str) -> Duration:
    return Duration((f"{count_text(count)} {unit}",))


def minutes(count: Any) -> Duration:
    return _duration(count, "minutes")


def hours(count: Any) -> Duration:
    return _duration(count, "hours")


def days(count: Any) -> Duration:
    return _duration(count, "days")


def weeks(count: Any) -> Duration:
    return _duration(count, "weeks")


def months(count: Any) -> Duration:
    return _duration(count, "months")


def quarters(count: Any) -> Duration:
    return _duration(count, "quarters")


def years(count: Any) -> Duration:
    return _duration(count, "years")


def ago(count: Any, unit: Unit) -> Term:
    """The moment so long before as_of."""
    return Term((f"{count_text(count)} {unit_text(unit)} ago",), _is_time=True)


def _since(unit: str, time: Any) -> Term:
    return Term((f"({unit} since ", value_part(time, time=True), ")"))


def _between(unit: str, start: Any, end: Any) -> Term:
    times = (value_part(start, time=True), " to ", value_part(end, time=True))
    return Term((f"({unit} from ", *times, ")"))


def minutes_since(time: Any) -> Term:
    """Whole minutes from a time to as_of."""
    return _since("minutes", time)


def hours_since(time: Any) -> Term:
    """Whole hours from a time to as_of."""
    return _since("hours", time)


def days_since(time: Any) -> Term:
    """Whole days from a time to as_of: ``days_since(o.latest().at) > 90``."""
    return _since("days", time)


def weeks_since(time: Any) -> Term:
    """Whole weeks from a time to as_of."""
    return _since("weeks", time)


def months_since(time: Any) -> Term:
    """Whole months from a time to as_of."""
    return _since("months", time)


def quarters_since(time: Any) -> Term:
    """Whole quarters from a time to as_of."""
    return _since("quarters", time)


def years_since(time: Any) -> Term:
    """Whole years from a time to as_of."""
    return _since("years", time)


def minutes_between(start: Any, end: Any) -> Term:
    """Whole minutes from `start` to `end`."""
    return _between("minutes", start, end)


def hours_between(start: Any, end: Any) -> Term:
    """Whole hours from `start` to `end`."""
    return _between("hours", start, end)


def days_between(start: Any, end: Any) -> Term:
    """Whole days from `start` to `end`: ``days_between(o.first().at, o.nth(2).at) <= 30``."""
    return _between("days", start, end)


def weeks_between(start: Any, end: Any) -> Term:
    """Whole weeks from `start` to `end`."""
    return _between("weeks", start, end)


def months_between(start: Any, end: Any) -> Term:
    """Whole months from `start` to `end`."""
    return _between("months", start, end)


def quarters_between(start: Any, end: Any) -> Term:
    """Whole quarters from `start` to `end`."""
    return _between("quarters", start, end)


def years_between(start: Any, end: Any) -> Term:
    """Whole years from `start` to `end`."""
    return _between("years", start, end)
