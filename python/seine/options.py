"""The options and parameters that every question takes, checked."""

from __future__ import annotations

import math
import operator
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice, product
from typing import TYPE_CHECKING, Any, TypeVar

from . import _core
from .errors import FilterError, option_type_error
from .literals import is_time, parameter_json
from .moments import AsOf, Zone, zone_name
from .plain import TimeText, is_list, plain_list
from .shape import nearest

if TYPE_CHECKING:
    from .store import Store

__all__ = [
    "OPTIONS",
    "Countdown",
    "ask_readings",
    "check_names",
    "parameter_readings",
    "query_options",
    "whole_number",
]

OPTIONS = ("as_of", "timezone", "threads", "timeout", "memory_budget")
# What the options are called elsewhere.
_ALSO = {
    "tz": "timezone",
    "zone": "timezone",
    "time_zone": "timezone",
    "tzinfo": "timezone",
    "asof": "as_of",
    "date": "as_of",
    "now": "as_of",
    "n_threads": "threads",
    "workers": "threads",
    "budget": "memory_budget",
    "memory": "memory_budget",
    "seconds": "timeout",
}
_MOST_READINGS = 64
_LONGEST = 1e9  # seconds, which is for ever

T = TypeVar("T")


class Countdown:
    """What is left of a timeout, in seconds, of what began when this was made; None: no limit.

    FilterError: it is not a number of seconds.
    """

    def __init__(self, timeout: Any) -> None:
        self._timeout = _seconds(timeout)
        self._began = time.monotonic()

    def left(self) -> float | None:
        if self._timeout is None:
            return None
        return max(0.0, self._timeout - (time.monotonic() - self._began))


def query_options(
    store: Store,
    /,
    *,
    as_of: AsOf = None,
    timezone: Zone = None,
    threads: int = 0,
    timeout: float | None = None,
    memory_budget: int = 0,
    **parameters: Any,
) -> _core.QueryOptions:
    """What `Store.audience` says of them. FilterError, naming the option that is wrong."""
    zone = zone_name(timezone)
    return _core.QueryOptions(
        as_of=store.resolve_as_of(as_of, zone or None),
        timezone=zone,
        parameters={name: parameter_json(name, value) for name, value in parameters.items()},
        threads=min(whole_number("threads", threads), 1 << 16),
        memory_budget=min(whole_number("memory_budget", memory_budget), 1 << 62),
        timeout=_seconds(timeout),
    )


def whole_number(name: str, value: Any) -> int:
    """An option that counts something."""
    if type(value) is int and value >= 0:
        return value
    try:
        number = operator.index(value)
    except TypeError:
        raise option_type_error(name, "a whole number", value) from None
    if isinstance(value, bool):
        raise option_type_error(name, "a whole number", value)
    if number < 0:
        raise FilterError(f"{name} cannot be negative: {number}")
    return number


def _seconds(timeout: Any) -> float | None:
    if timeout is None:
        return None
    if isinstance(timeout, (str, bytes, bool)) or not hasattr(timeout, "__float__"):
        raise option_type_error("timeout", "a number of seconds", timeout)
    seconds = float(timeout)
    if math.isnan(seconds) or seconds < 0:
        raise FilterError(f"timeout is a number of seconds, not {seconds}")
    return min(seconds, _LONGEST)


def check_names(
    options: Iterable[str],
    parameters: Collection[str],
    refusal: str = "the filter has no parameter",
) -> None:
    """FilterError for what is neither an option nor among the parameters."""
    for name in options:
        if name in OPTIONS or name in parameters:
            continue
        like_parameter = nearest(f"${name}", [f"${known}" for known in parameters])
        also = _ALSO.get(name.lower())
        like_option = f"did you mean `{also}`?" if also else nearest(name, list(OPTIONS))
        if like_option and not like_parameter:
            raise FilterError(f"`{name}` is not an option", hint=like_option)
        raise FilterError(
            f"{refusal} `${name}`, and there is no option `{name}`",
            hint=like_parameter or f"options are {', '.join(OPTIONS)}",
        )


def parameter_readings(
    options: Mapping[str, Any],
    parameters: Collection[str],
    refusal: str = "the filter has no parameter",
) -> dict[str, list[Any]]:
    """What the values of parameters may mean, by name, where that is more than one thing.

    options: with the parameters among them. FilterError: one of them is neither.
    """
    given = options.keys() - set(OPTIONS)
    if not given:
        return {}
    check_names(given, parameters, refusal)
    meant = {name: _readings(options[name]) for name in given}
    return {name: values for name, values in meant.items() if len(values) > 1}


def _readings(value: Any) -> list[Any]:
    """Text that is written like a time is one where the parameter's place wants a time."""
    if isinstance(value, TimeText):
        return [value]
    if isinstance(value, str):
        return [value, TimeText(value)] if is_time(value) else [value]
    if is_list(value):
        values = plain_list(value)
        if values and all(isinstance(one, str) and is_time(one) for one in values):
            return [values, [TimeText(one) for one in values]]
        return [values]
    return [value]


def ask_readings(
    run: Callable[[dict[str, Any]], T],
    options: Mapping[str, Any],
    choices: Mapping[str, list[Any]],
) -> T:
    """Runs with the first combination of readings of the parameters that is not refused."""
    refused: FilterError | None = None
    for chosen in _combinations(choices):
        try:
            return run({**options, **chosen})
        except FilterError as error:
            refused = refused or error
    assert refused is not None
    raise refused


def _combinations(choices: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for chosen in islice(product(*choices.values()), _MOST_READINGS):
        yield dict(zip(choices, chosen, strict=True))
