"""Numbers and times of members in a few bins: each value when they are few, else tenths."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .member_columns import MemberColumn
from .profile import MISSING

__all__ = ["binned"]

_BINS = 10

Counts = NDArray[np.int64]


def binned(some: MemberColumn, everyone: MemberColumn) -> tuple[list[str], Counts, Counts]:
    """Names of the bins, ascending, missing values last, and how many of some and of everyone are
    in each; bins that nobody is in are left out."""
    numbers = everyone.values[everyone.present]
    distinct = np.unique(numbers)
    if len(distinct) <= 2 * _BINS:
        names = [_shown(value, some) for value in distinct]
        inner = distinct[1:]
    else:
        # Every bin holds a tenth of everyone, as far as equal values let it.
        edges = np.unique(np.quantile(numbers, np.linspace(0, 1, _BINS + 1), method="lower"))
        names = _ranges([_shown(edge, some) for edge in edges])
        inner = edges[1:-1]
    counts = [_counted(column, inner, len(names)) for column in (some, everyone)]
    keep = np.flatnonzero(counts[1])
    return [[*names, MISSING][i] for i in keep], counts[0][keep], counts[1][keep]


def _counted(column: MemberColumn, inner: NDArray[Any], bins: int) -> Counts:
    """Members by bin, and those without a value. inner: where each bin but the first begins."""
    places = np.searchsorted(inner, column.values[column.present], side="right")
    missing = int((~column.present).sum())
    return np.append(np.bincount(places, minlength=bins), missing).astype(np.int64)


def _ranges(edges: list[str]) -> list[str]:
    last = len(edges) - 2
    return [
        f"{edges[i]} … {edges[i + 1]}" if i == last else f"{edges[i]} … < {edges[i + 1]}"
        for i in range(len(edges) - 1)
    ]


def _shown(value: Any, column: MemberColumn) -> str:
    match column.type:
        case "decimal":
            return f"{int(value) / 10**column.scale:,.{column.scale}f}"
        case "date":
            return str(np.datetime64(int(value), "D"))
        case "timestamp":
            return str(np.datetime64(int(value), "us").astype("datetime64[m]")).replace("T", " ")
        case "real":
            return f"{float(value):g}"
    return str(value)
