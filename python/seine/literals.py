"""Python values in the spelling of filters."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from .errors import FilterError

__all__ = ["TimeText", "is_time", "literal", "literal_json", "literals", "time_literal"]

_CLOCK = r"[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?"
_TIME = re.compile(rf"\d{{4}}-(?:\d{{2}}(?:-\d{{2}}(?:{_CLOCK})?)?|Q[1-4])")


class TimeText(str):
    """Text that is a time in filters: 2011-09-11, 2011-09, 2011-Q3, 2011-09-11 08:00."""


def is_time(text: str) -> bool:
    return _TIME.fullmatch(text) is not None


def _plain(value: Any) -> Any:
    """NumPy's scalars, and the like, as Python's own."""
    if isinstance(value, (str, bool, int, float, Decimal, dt.date, dt.timedelta)):
        return value
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    item = getattr(value, "item", None)
    return item() if callable(item) else value


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
    value = _plain(value)
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float() | Decimal():
            return _number(value)
        case TimeText():
            return str(value)
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case dt.datetime():
            return _instant(value)
        case dt.date():
            return value.isoformat()
        case dt.timedelta():
            return _length(value)
    if value is None:
        raise FilterError(
            "None is not a value that can be compared with",
            hint="use .is_missing() or .exists()",
        )
    raise FilterError(f"a filter cannot hold {value!r}, a {type(value).__name__}")


def time_literal(value: Any) -> str:
    """Like `literal`, for places where a time is meant: text such as "2011-09" is a time there."""
    if not isinstance(value, str):
        return literal(value)
    if not _TIME.fullmatch(value.strip()):
        raise FilterError(
            f"{value!r} is not a time",
            hint='write it as "2011-09-11", "2011-09", "2011-Q3" or "2011-09-11 08:00"',
        )
    return value.strip()


def literals(values: Iterable[Any]) -> str:
    """A list in parentheses, values separated by commas."""
    listed = [literal(value) for value in values]
    if not listed:
        raise FilterError(
            "an empty list selects nobody; if that is what you want, write seine.nobody"
        )
    return "(" + ", ".join(listed) + ")"


def literal_json(value: Any) -> str:
    """The value of a parameter, or a list of them, as JSON in the spelling of filters."""
    value = _plain(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return "[" + ", ".join(literal_json(v) for v in value) + "]"
    if isinstance(value, (bool, str)) and not isinstance(value, TimeText):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        literal(value)
    from . import _core

    read = json.loads(_core.Definition(f"x = {literal(value)}").include_json)
    (operands,) = read.values()
    return json.dumps(operands[1], ensure_ascii=False)
