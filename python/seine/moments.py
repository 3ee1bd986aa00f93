"""The moments and zones that queries are asked at, and how they are printed."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from .errors import FilterError, option_type_error
from .plain import TimeText, plain_value, shown, utf8

__all__ = ["AsOf", "Zone", "as_of_text", "micros_of", "moment_of", "zone_name", "zone_of"]

AsOf = str | dt.date | dt.datetime | np.datetime64 | None
Zone = str | ZoneInfo | None

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def moment_of(micros: int) -> dt.datetime:
    """In UTC."""
    return _EPOCH + dt.timedelta(microseconds=micros)


def micros_of(moment: dt.datetime) -> int:
    """Of a datetime that has a zone."""
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)


@lru_cache(maxsize=64)
def zone_of(name: str) -> dt.tzinfo:
    """The zone for printing times; UTC where the system does not know it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return dt.UTC


def zone_name(zone: Any) -> str:
    """The IANA name of what is given as `timezone`; empty: the store's own. Whether there is such
    a zone is for the engine to say."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone.key
    if not isinstance(zone, str):
        raise option_type_error("timezone", 'the name of a zone, such as "Asia/Taipei"', zone)
    if not zone.strip():
        raise FilterError(
            "timezone is empty", hint='name a zone such as "Asia/Taipei", or leave the option out'
        )
    return utf8(zone, "timezone")


def as_of_text(as_of: Any) -> str | dt.datetime:
    """What is given as `as_of`, None apart: text, or a datetime that has a zone."""
    plain = as_of if isinstance(as_of, str) else plain_value(as_of)
    if isinstance(plain, dt.datetime) and plain == plain:
        return plain if plain.tzinfo is not None else str(plain)
    if isinstance(plain, (dt.date, TimeText)) and plain == plain:
        return str(plain)
    if not isinstance(plain, str):
        raise FilterError(
            f"as_of is {shown(as_of)}, which is no time",
            hint='write "now", "data", a date or a time: "2011-12-10", "2011-12-10 08:00"',
        )
    if not plain.strip():
        raise FilterError(
            "as_of is empty", hint='write "now", "data", a date or a time, or leave the option out'
        )
    return utf8(plain, "as_of")
