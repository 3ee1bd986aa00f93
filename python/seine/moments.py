"""The moments that queries are asked at, and how they are printed."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

__all__ = ["AsOf", "micros_of", "moment_of", "zone_of"]

AsOf = str | dt.date | dt.datetime | None

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def moment_of(micros: int) -> dt.datetime:
    """In UTC."""
    return _EPOCH + dt.timedelta(microseconds=micros)


def micros_of(moment: dt.datetime) -> int:
    """Of a datetime that has a zone."""
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)


def zone_of(name: str) -> dt.tzinfo:
    """The zone for printing times; UTC where the system does not know it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return dt.UTC
