"""Values of NumPy, pandas and their like, as Python's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import numpy as np

from .errors import FilterError

__all__ = [
    "Spelled",
    "TimeText",
    "is_list",
    "plain_list",
    "plain_value",
    "shortened",
    "shown",
    "utf8",
]

_OWN = (str, bool, int, float, Decimal, dt.date, dt.datetime, dt.timedelta)
_SHOWN = 80
_LONG = 2_000


class Spelled(str):
    """Text that stands in a filter as it is."""


class TimeText(Spelled):
    """Text that is a time in filters: 2011-09-11, 2011-09, 2011-Q3, 2011-09-11 08:00."""


def shown(value: object) -> str:
    """The value for a message, on one line, cut when it is long."""
    text = " ".join(repr(value).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def shortened(text: str, most: int = _LONG) -> str:
    """The text, or its beginning and its end and how much was left out between them."""
    if len(text) <= most:
        return text
    begin = text[: most * 3 // 4]
    end = text[len(text) - most // 4 :]
    return f"{begin} … ({len(text) - len(begin) - len(end):,} characters more) … {end}"


def utf8(text: str, what: str = "the text") -> str:
    """The same text. FilterError: it holds half of a character, which no file or filter can."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise FilterError(
            f"{what} is not Unicode: it holds {text[error.start]!a} at character {error.start + 1}",
            hint="decode bytes as what they are, such as UTF-8",
        ) from None
    return str(text)


def is_list(value: object) -> bool:
    """Whether it is several values rather than one: a list, an array, a column of a frame."""
    if isinstance(value, (str, bytes)):
        return False
    if getattr(value, "shape", None) == ():  # a number of NumPy
        return False
    return isinstance(value, Iterable)


def plain_list(values: Iterable[Any]) -> list[Any]:
    """Each value as Python's own, where the list knows better than its elements."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "mM":
        return list(values)  # as its own scalars: finer than microseconds, tolist() gives integers
    if hasattr(values, "tolist"):
        return list(values.tolist())
    return list(values)


def plain_value(value: Any) -> Any:
    """Python's own value, or Spelled; what is missing, and what is no value, stays as it is."""
    if type(value) in _OWN:
        return value
    match value:
        case np.datetime64():
            return _moment(value)
        case np.timedelta64():
            return _length(value)
    if _is_nat(value):
        return value
    if getattr(value, "nanosecond", 0) or getattr(value, "nanoseconds", 0):
        raise _too_fine(value)
    for convert in ("to_pydatetime", "to_pytimedelta"):
        if hasattr(value, convert):
            return getattr(value, convert)()
    if isinstance(value, _OWN):
        return value
    item = getattr(value, "item", None)
    return item() if callable(item) and not is_list(value) else value


def _moment(value: np.datetime64) -> Any:
    """A day, a month (2025-01) or a year is a period; finer units are moments."""
    if np.isnat(value):
        return value
    unit, _ = np.datetime_data(value.dtype)
    if unit == "Y":
        return int(str(value))
    if unit == "M":
        return TimeText(value)
    if unit == "W":
        raise FilterError(
            f"a filter cannot hold {value!r}, a week",
            hint="write seine.from_to() with its first day and that of the next week",
        )
    return _in_microseconds(value, "datetime64")


def _length(value: np.timedelta64) -> Any:
    if np.isnat(value):
        return value
    unit, step = np.datetime_data(value.dtype)
    if unit in ("Y", "M"):
        return Spelled(
            f"{int(value.astype(np.int64)) * step} {'years' if unit == 'Y' else 'months'}"
        )
    return _in_microseconds(value, "timedelta64")


def _in_microseconds(value: Any, kind: str) -> Any:
    unit, _ = np.datetime_data(value.dtype)
    if unit in ("ns", "ps", "fs", "as"):
        rounded = value.astype(f"{kind}[us]")
        if rounded != value:
            raise _too_fine(value)
        value = rounded
    plain = value.item()
    if isinstance(plain, int):
        raise FilterError(f"{value!r} is outside the years 1 to 9999")
    return plain


def _too_fine(value: Any) -> FilterError:
    return FilterError(
        f"{value!r} is finer than a microsecond, which times in a store are not",
        hint='round it: .astype("datetime64[us]") of NumPy, .floor("us") of pandas',
    )


def _is_nat(value: Any) -> bool:
    """pandas' NaT is a datetime, but no moment."""
    return isinstance(value, dt.datetime) and bool(value != value)
