"""Profiles: how an audience differs from the population, by the values of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from .errors import FilterError
from .member_columns import MemberColumn, read_column
from .shape import nearest
from .text_table import text_table

if TYPE_CHECKING:
    from .audience import Audience

__all__ = ["Profile", "ProfileRow", "profile_members"]

_BINS = 10
_MISSING = "(missing)"


@dataclass(frozen=True)
class ProfileRow:
    """One value of one column.

    count: members of the audience that have the value (or ever had it, below the members).
    share: of the audience. population_share: of everyone. index: 100 x share / population_share,
    NaN for a value that nobody has.
    """

    column: str
    value: str
    count: int
    share: float
    population_share: float
    index: float


class Profile:
    """Rows by column, each column's by descending count; bins of numbers ascending."""

    def __init__(self, rows: list[ProfileRow]) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[ProfileRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dicts(self) -> list[dict[str, Any]]:
        return [vars(row) for row in self.rows]

    def to_polars(self) -> Any:
        import polars as pl

        return pl.DataFrame(self.to_dicts())

    def to_pandas(self) -> Any:
        import pandas as pd

        return pd.DataFrame(self.to_dicts())

    def cells(self) -> list[tuple[str, ...]]:
        """Header and rows as text."""
        rows: list[tuple[str, ...]] = [("column", "value", "count", "share", "population", "index")]
        rows += [
            (
                r.column,
                r.value,
                f"{r.count:,}",
                f"{100 * r.share:.1f} %",
                f"{100 * r.population_share:.1f} %",
                "" if np.isnan(r.index) else f"{r.index:.0f}",
            )
            for r in self.rows
        ]
        return rows

    def __repr__(self) -> str:
        return text_table(self.cells(), left=2)

    def _repr_html_(self) -> str:
        from html import escape

        header, *rows = self.cells()

        def line(tag: str, cells: Sequence[str]) -> str:
            return "<tr>" + "".join(f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"

        return "<table>" + line("th", header) + "".join(line("td", r) for r in rows) + "</table>"


def profile_members(audience: Audience, columns: Sequence[str]) -> Profile:
    """`columns`: names of the members' columns, or paths such as ``orders.channel``."""
    if not columns:
        raise FilterError("profile() needs the name of a column", hint='such as profile("city")')
    rows: list[ProfileRow] = []
    for column in columns:
        if "." in column:
            rows += _of_path(audience, column)
        else:
            rows += _of_members(audience, column)
    return Profile(rows)


def _of_members(audience: Audience, name: str) -> list[ProfileRow]:
    store = audience.store
    columns = store._shape.columns(store._shape.root)
    if name not in columns:
        raise FilterError(
            f"the members have no column `{name}`",
            hint=nearest(name, list(columns))
            or f"they have: {', '.join(columns)}; columns below are written orders.channel",
        )
    at, spec = list(columns).index(name), columns[name]
    if spec["type"] == "text":
        raise FilterError(f"`{name}` is text, with a value of its own for nearly every member")
    mine = read_column(store._core, at, spec, audience.ordinals())
    everyone = read_column(store._core, at, spec, store.everyone().ordinals())
    values, counts, all_counts = _counted(mine, everyone)
    ordered = spec["type"] in ("integer", "decimal", "real", "date", "timestamp")
    return _rows(name, values, counts, all_counts, len(audience), len(store), ordered)


def _counted(mine: MemberColumn, everyone: MemberColumn) -> tuple[list[str], Any, Any]:
    """Values with their counts in the audience and in the population, missing ones last."""
    if mine.words is not None:
        n = len(mine.words)
        if mine.ends is not None:
            counts = [np.bincount(c.values, minlength=n) for c in (mine, everyone)]
        else:
            counts = [np.bincount(c.values[c.present], minlength=n) for c in (mine, everyone)]
        values = list(mine.words)
    elif mine.type == "bool":
        counts = [np.bincount(c.values[c.present], minlength=2) for c in (mine, everyone)]
        values = ["false", "true"]
    else:
        values, counts = _binned(mine, everyone)
    missing = [int((~c.present).sum()) for c in (mine, everyone)]
    pairs = [np.append(count, m) for count, m in zip(counts, missing, strict=True)]
    keep = pairs[1] > 0
    texts = [v for v, k in zip([*values, _MISSING], keep, strict=True) if k]
    return texts, pairs[0][keep], pairs[1][keep]


def _binned(mine: MemberColumn, everyone: MemberColumn) -> tuple[list[str], list[Any]]:
    """Numbers: each value when they are few, else tenths of the population."""
    numbers = everyone.values[everyone.present]
    distinct = np.unique(numbers)
    if len(distinct) <= 2 * _BINS:
        counts = [
            np.bincount(np.searchsorted(distinct, c.values[c.present]), minlength=len(distinct))
            for c in (mine, everyone)
        ]
        return [_shown(v, mine) for v in distinct], counts
    edges = np.unique(np.quantile(numbers, np.linspace(0, 1, _BINS + 1), method="lower"))
    inner = edges[1:-1]
    counts = [
        np.bincount(
            np.searchsorted(inner, c.values[c.present], side="right"), minlength=len(edges) - 1
        )
        for c in (mine, everyone)
    ]
    shown = [_shown(edge, mine) for edge in edges]
    last = len(edges) - 2
    names = [
        f"{shown[i]} … {shown[i + 1]}" if i == last else f"{shown[i]} … < {shown[i + 1]}"
        for i in range(len(edges) - 1)
    ]
    return names, counts


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


def _of_path(audience: Audience, path: str) -> list[ProfileRow]:
    """Columns below the members: how many ever had each value, by its bitmap."""
    store = audience.store
    table, column = _find(audience, path)
    columns = store._shape.columns(table)
    if columns[column]["type"] not in ("category", "set", "bool"):
        raise FilterError(
            f"`{path}` is a {columns[column]['type']} column; below the members, profiles are of "
            "category, set and bool columns"
        )
    tables = list(store._shape.tables)
    words = _core.column_words(store._core, tables.index(table), list(columns).index(column))
    values, counts, all_counts = [], [], []
    for word in words or ["false", "true"]:
        had = _core.audience_from_portable(store._core, _core.value_bitmap(store._core, path, word))
        if len(had):
            values.append(word)
            counts.append(len(audience._core & had))
            all_counts.append(len(had))
    return _rows(path, values, counts, all_counts, len(audience), len(store), ordered=False)


def _find(audience: Audience, path: str) -> tuple[str, str]:
    *tables, column = path.split(".")
    shape = audience.store._shape
    at = shape.root
    for name in tables:
        if name not in shape.children(at):
            raise FilterError(
                f"`{at}` has no table `{name}` below it",
                hint=nearest(name, shape.children(at))
                or f"it has: {', '.join(shape.children(at)) or 'none'}",
            )
        at = name
    if column not in shape.columns(at):
        raise FilterError(
            f"`{at}` has no column `{column}`",
            hint=nearest(column, list(shape.columns(at)))
            or f"it has: {', '.join(shape.columns(at))}",
        )
    return at, column


def _rows(
    column: str,
    values: Sequence[str],
    counts: Sequence[int],
    all_counts: Sequence[int],
    size: int,
    population: int,
    ordered: bool,
) -> list[ProfileRow]:
    rows = []
    for value, count, everyone in zip(values, counts, all_counts, strict=True):
        share = int(count) / size if size else 0.0
        usual = int(everyone) / population if population else 0.0
        index = 100 * share / usual if usual and size else float("nan")
        rows.append(ProfileRow(column, value, int(count), share, usual, index))
    if not ordered:
        rows.sort(key=lambda row: (row.value == _MISSING, -row.count, row.value))
    return rows
