"""Values of the whole population: classes, means, percentiles."""

from __future__ import annotations

from typing import Any

from .errors import FilterError
from .plain import shown
from .population import OfMembers, per_among
from .units import count_text, number_text
from .values import Term, Value, Weekday

__all__ = ["mean", "median", "ntile", "percentile", "total"]


def ntile(k: Any, value: Value, *, per: Any = None, among: Any = None) -> Term:
    """Which of `k` classes of equal size the member's value is in, from 1; `k` has the highest.

    per: a column; members are ranked within each of its values. among: a filter; only the members
    that it selects are ranked.
    """
    classes = count_text(k, "how many classes")
    return Term((f"ntile({classes}, ", _value("ntile", value), ")", *per_among(per, among)))


def mean(value: Value, *, among: Any = None) -> Term:
    """The mean of a value over all members that have it and that the filter `among` selects:
    ``o.amount.sum() > 2 * mean(o.amount.sum())``."""
    return Term(("mean(", _value("mean", value), ")", *per_among(None, among)))


def median(value: Value, *, among: Any = None) -> Term:
    """The median over members; see `mean`."""
    parts = ("median(", _value("median", value), ")", *per_among(None, among))
    return Term(parts, _is_time=value._is_time)


def percentile(value: Value, percent: Any, *, among: Any = None) -> Term:
    """The value below or at which so many percent of the members are; see `mean`."""
    at = number_text(percent, "a percentage")
    parts = ("percentile(", _value("percentile", value), f", {at})", *per_among(None, among))
    return Weekday(parts) if isinstance(value, Weekday) else Term(parts, _is_time=value._is_time)


def total(value: Value, *, among: Any = None) -> Term:
    """The sum over members; see `mean`."""
    return Term(("total(", _value("total", value), ")", *per_among(None, among)))


def _value(function: str, value: Any) -> OfMembers:
    if not isinstance(value, Value):
        raise FilterError(
            f"{function} is over a value of the members, not {shown(value)}",
            hint="such as a column, o.count() or o.amount.sum()",
        )
    return OfMembers(value)
