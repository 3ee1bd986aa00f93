"""Counts members by the values of columns, in an audience and in the population of its as_of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import _core
from .column_paths import ColumnPath, find_columns
from .errors import FilterError
from .member_columns import read_column
from .number_bins import binned
from .options import whole_number
from .profile import MISSING, Profile, ProfileRow

if TYPE_CHECKING:
    from .audience import Audience

__all__ = ["PROFILE_LIMIT", "profile_members"]

PROFILE_LIMIT = 50  # rows of a column, unless more are asked for

_COUNTED = ("category", "set", "bool")


def profile_members(
    audience: Audience,
    columns: Sequence[Any],
    limit: int | None = PROFILE_LIMIT,
    threads: int = 0,
) -> Profile:
    """`columns`: the members' own, or such as ``orders.channel``, ``orders.items.product.brand``,
    as names or handles. limit: at most so many values of each, those with the highest counts."""
    found = [path for column in columns for path in find_columns(audience.store._shape, column)]
    if not found:
        raise FilterError("profile() needs the name of a column", hint='such as profile("city")')
    most = None if limit is None else whole_number("limit", limit)
    population = audience.store.audience(
        "everyone", as_of=audience.as_of, timezone=audience.info.timezone or None
    )
    rows: list[ProfileRow] = []
    more: dict[str, int] = {}
    for path in found:
        if path.spec["type"] in _COUNTED:
            counted, left_out = _by_value(audience, population, path, most, threads)
            more |= {path.text: left_out} if left_out else {}
        else:
            counted = _by_bin(audience, population, path)
        rows += counted
    return Profile(rows, more)


def _by_value(
    audience: Audience, population: Audience, path: ColumnPath, most: int | None, threads: int
) -> tuple[list[ProfileRow], int]:
    """The rows, and how many values were left out."""
    place = _place(audience, path)
    counts, usual, missing, usually_missing = _core.value_counts(
        audience._core, population._core, *place, threads=threads
    )
    codes = np.flatnonzero(counts + usual)
    # Codes ascend by text, so that values of equal count do, too.
    codes = codes[np.argsort(-counts[codes].astype(np.int64), kind="stable")]
    shown = codes if most is None else codes[:most]
    texts = _core.value_texts(audience.store._core, *place, shown.tolist())
    some, everyone = counts[shown], usual[shown]
    if path.table == audience.store._shape.root and missing + usually_missing:
        texts.append(MISSING)
        some, everyone = np.append(some, missing), np.append(everyone, usually_missing)
    rows = _rows(path.text, texts, some, everyone, (len(audience), len(population)))
    rows.sort(key=lambda row: (row.value == MISSING, -row.count, row.value))
    return rows, len(codes) - len(shown)


def _place(audience: Audience, path: ColumnPath) -> tuple[int, int, list[tuple[int, int]]]:
    """Table, column and lookups as the engine numbers them."""
    shape = audience.store._shape
    lookups = [
        (list(shape.lookups).index(lookup), list(shape.lookups[lookup]["columns"]).index(column))
        for lookup, column in path.lookups
    ]
    table = list(shape.tables).index(path.table)
    return table, list(shape.columns(path.table)).index(path.column), lookups


def _by_bin(audience: Audience, population: Audience, path: ColumnPath) -> list[ProfileRow]:
    kind = path.spec["type"]
    if kind == "text":
        raise FilterError(f"`{path.text}` is text, with a value of its own for nearly every member")
    if path.lookups or path.table != audience.store._shape.root:
        where = "of a lookup" if path.lookups else "below the members"
        raise FilterError(
            f"`{path.text}` is a column of type {kind}; {where}, profiles are of category, set and "
            "bool columns"
        )
    _, at, _ = _place(audience, path)
    store = audience.store._core
    values, counts, usual = binned(
        read_column(store, at, path.spec, audience.ordinals()),
        read_column(store, at, path.spec, population.ordinals()),
    )
    return _rows(path.text, values, counts, usual, (len(audience), len(population)))


def _rows(
    column: str,
    values: Sequence[str],
    counts: NDArray[Any],
    usual: NDArray[Any],
    sizes: tuple[int, int],
) -> list[ProfileRow]:
    rows = []
    for value, count, everyone in zip(values, counts, usual, strict=True):
        share = int(count) / sizes[0] if sizes[0] else 0.0
        usual_share = int(everyone) / sizes[1] if sizes[1] else 0.0
        index = 100 * share / usual_share if usual_share and sizes[0] else float("nan")
        rows.append(ProfileRow(column, value, int(count), share, usual_share, index))
    return rows
