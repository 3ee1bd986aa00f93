"""Filters that stand by themselves, or count others: everyone, text, segments, k of n."""

from __future__ import annotations

from .errors import FilterError
from .expressions import Filter, KOf, Raw, Value, Verbatim, Word, as_filter
from .literals import literal

__all__ = [
    "at_least",
    "at_most",
    "everyone",
    "exactly",
    "expression",
    "nobody",
    "param",
    "segment",
]

everyone: Filter = Word("everyone")
nobody: Filter = Word("nobody")


def expression(text: str) -> Filter:
    """A filter from its text, to be joined with others."""
    return Raw(text)


def param(name: str) -> Value:
    """A parameter, given by name when the compiled query is asked."""
    if not name.isidentifier():
        raise FilterError(f"{name!r} cannot name a parameter", hint="use letters, digits and `_`")
    return Verbatim(f"${name}")


def segment(name: str) -> Filter:
    """A segment that is saved with the store."""
    return Word(f"segment({literal(name)})")


def at_least(k: int, *filters: Filter | str) -> Filter:
    """Members for whom `k` or more of the filters hold."""
    return _k_of("at least", k, filters)


def at_most(k: int, *filters: Filter | str) -> Filter:
    return _k_of("at most", k, filters)


def exactly(k: int, *filters: Filter | str) -> Filter:
    return _k_of("exactly", k, filters)


def _k_of(words: str, k: int, filters: tuple[Filter | str, ...]) -> Filter:
    if not filters:
        raise FilterError(f"{words} {k} of no filters at all")
    return KOf(f"{words} {int(k)}", tuple(as_filter(f) for f in filters))
