"""Python values in the spelling of filters."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

import numpy as np

from .errors import FilterError, within
from .plain import Spelled, is_list, plain_list, plain_value, shown, utf8

__all__ = ["is_time", "literal", "parameter_json", "time_literal"]

_CLOCK = r"[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?"
_TIME = re.compile(rf"\d{{4}}-(?:\d{{2}}(?:-\d{{2}}(?:{_CLOCK})?)?|Q[1-4])")


def is_time(text: str) -> bool:
    return _TIME.fullmatch(text) is not None


def _number(value: float | Decimal) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if not exact.is_finite():
        raise FilterError(
            f"{value} is not a number that a filter can hold",
            hint="use .is_missing() to ask for rows without a value",
        )
    return format(exact, "f")


def _instant(value: dt.datetime) -> str:
    if value.tzinfo is None:
        return value.isoformat(sep=" ", timespec="auto")
    utc = value.astimezone(dt.UTC).replace(tzinfo=None)
    return utc.isoformat(sep="T", timespec="auto") + "Z"


def _length(value: dt.timedelta) -> str:
    """Whole days are civil days; hours and minutes are elapsed time."""
    minutes, rest = divmod(value, dt.timedelta(minutes=1))
    if rest or minutes < 0:
        raise FilterError(
            f"{value!r} is not a length of time that a filter can hold",
            hint="lengths are whole minutes, hours or days, and not negative",
        )
    for size, unit in ((24 * 60, "days"), (60, "hours")):
        if minutes % size == 0:
            return f"{minutes // size} {unit}"
    return f"{minutes} minutes"


def literal(value: Any) -> str:
    """`value` as text of a filter: 12, 12.50, "text", true, 2011-09-11, 2011-09-11 08:00:00."""
    value = plain_value(value)
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float() | Decimal():
            return _number(value)
        case Spelled():
            return str(value)
        case str():
            text = utf8(value, f"the text {shown(value)}")
            return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if _is_missing(value):
        raise FilterError(
            f"{value} is not a value that can be compared with",
            hint="use .is_missing() or .exists()",
        )
    match value:
        case dt.datetime():
            return _instant(value)
        case dt.date():
            return value.isoformat()
        case dt.timedelta():
            return _length(value)
    if is_list(value):
        raise FilterError(
            f"{shown(value)} is several values where one is expected",
            hint="write .is_in([...]); of sets, .has_any([...]) or .has_all([...])",
        )
    raise FilterError(f"a filter cannot hold {shown(value)}, a {type(value).__name__}")


def _is_missing(value: Any) -> bool:
    """None, and what stands for a missing value in NumPy and pandas: NaT, NA."""
    if value is None or type(value).__name__ == "NAType":
        return True
    times = (dt.datetime, np.datetime64, np.timedelta64)
    return isinstance(value, times) and bool(value != value)


def time_literal(value: Any) -> str:
    """Like `literal`, for places where a time is meant: text such as "2011-09" is a time there."""
    if not isinstance(value, str):
        return literal(value)
    if not is_time(value.strip()):
        raise FilterError(
            f"{shown(value)} is not a time",
            hint='write it as "2011-09-11", "2011-09", "2011-Q3" or "2011-09-11 08:00"',
        )
    return value.strip()


def parameter_json(name: str, value: Any) -> str:
    """The value of a parameter, or a list of them, as JSON in the spelling of filters."""
    try:
        if not is_list(value):
            return _json(value)
        values = [_json(one) for one in plain_list(value)]
    except FilterError as error:
        raise within(error, f"the parameter `${name}`") from None
    if not values:
        raise FilterError(
            f"the parameter `${name}` is an empty list, which no value is in",
            hint="leave the test out, or ask for seine.nobody",
        )
    return "[" + ", ".join(values) + "]"


def _json(value: Any) -> str:
    value = plain_value(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and not isinstance(value, Spelled):
        if "\0" in value:
            raise FilterError(f"the text {shown(value)} holds a NUL, which no text of a store does")
        return json.dumps(utf8(value), ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    from . import _core

    read = json.loads(_core.Definition(f"x = {literal(value)}").include_json)
    (operands,) = read.values()
    return json.dumps(operands[1], ensure_ascii=False)
