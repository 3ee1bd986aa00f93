"""What stands by itself: everyone, text, parameters, lists, segments, k of n, scores, buckets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .errors import FilterError
from .filters import Expression, Filter, Part, Raw, Sentence, as_filter
from .literals import literal
from .plain import TimeText, plain_value, shown
from .units import count_text, number_text
from .values import Term, Value, Weekday

__all__ = [
    "at_least",
    "at_most",
    "bucket",
    "coalesce",
    "everyone",
    "exactly",
    "expression",
    "lit",
    "member",
    "member_list",
    "nobody",
    "param",
    "score",
    "segment",
]

everyone: Filter = Sentence(("everyone",))
nobody: Filter = Sentence(("nobody",))

# The members' key: ``seine.member.is_in([17850, 13047])``.
member: Value = Term(("member",))


def expression(text: str) -> Filter:
    """A filter from its text, to be joined with others."""
    return Raw(text)


def param(name: str) -> Value:
    """A parameter, given by name when the compiled query is asked."""
    if not name.isidentifier():
        raise FilterError(f"{name!r} cannot name a parameter", hint="use letters, digits and `_`")
    return Term((f"${name}",))


def lit(value: Any) -> Term:
    """A literal as a value of its own, where Python would reckon by itself or take text for
    something else: ``lit(100) - 1``."""
    is_time = isinstance(plain_value(value), (dt.date, TimeText))
    return Term((f"({literal(value)})",), _is_time=is_time)


def member_list(name: str) -> Expression:
    """A list of member keys, or values, given by name when the query is compiled:
    ``store.audience(seine.member.is_in(seine.member_list("uploaded")), lists={"uploaded": keys})``.
    """
    return Term((f"list({literal(str(name))})",))


def segment(name: str) -> Filter:
    """A segment that is saved with the store."""
    return Sentence((f"segment({literal(name)})",))


def coalesce(value: Any, *others: Any) -> Term:
    """The first of the values that exists: ``coalesce(c.override, c.tier, "none")``."""
    columns = [v for v in (value, *others) if isinstance(v, Value)]
    if not columns or not others:
        raise FilterError("coalesce() takes a column and what to take where it is missing")
    first = columns[0]
    parts = [part for v in (value, *others) for part in (" else ", first._operand(v))]
    either = ("(", *parts[1:], ")")
    return Weekday(either) if isinstance(first, Weekday) else Term(either, _is_time=first._is_time)


def bucket(buckets: Any, salt: str) -> Term:
    """The member's place, from 0, in a split of all members into so many equal buckets, which is
    the same for the same `salt`: ``bucket(100, "spring test") < 10`` is a stable tenth."""
    if not isinstance(salt, str):
        raise FilterError(f"a split is salted with a text, not {salt!r}")
    return Term((f"bucket({count_text(buckets, 'the number of buckets')}, {literal(salt)})",))


def at_least(k: Any, *filters: Any) -> Filter:
    """Members for whom `k` or more of the filters hold."""
    return _k_of("at least", k, filters)


def at_most(k: Any, *filters: Any) -> Filter:
    """Members for whom `k` or fewer of the filters hold."""
    return _k_of("at most", k, filters)


def exactly(k: Any, *filters: Any) -> Filter:
    """Members for whom `k` of the filters hold."""
    return _k_of("exactly", k, filters)


def _k_of(words: str, k: Any, filters: tuple[Any, ...]) -> Filter:
    if not filters:
        raise FilterError(f"{words} {k} of no filters at all")
    operands = [part for f in filters for part in (", ", as_filter(f))]
    return Sentence((f"{words} {count_text(k, 'how many')} of (", *operands[1:], ")"))


def score(*weighed: tuple[Any, Any]) -> Term:
    """The sum of the weights of the filters that hold: ``score((2, vip), (1, o.any())) >= 2``."""
    parts: list[Part] = []
    for pair in weighed:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise FilterError(
                f"a score takes pairs of a weight and a filter, not {shown(pair)}",
                hint="write score((2, filter), (1, other))",
            )
        weight, filter_ = pair
        parts += [f", {number_text(weight, 'a weight')}: ", as_filter(filter_)]
    if not parts:
        raise FilterError("a score of no filters at all")
    return Term(("score of (", str(parts[0]).removeprefix(", "), *parts[1:], ")"))
