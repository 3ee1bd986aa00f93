"""Columns that are named for profiles and frames: by text, such as ``orders.items.product``, or by
their handle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .columns import Column
from .errors import FilterError, FilterKeyError, FilterTypeError
from .filters import Expression, home_of
from .plain import is_list, shown
from .scope import name as quoted
from .shape import Shape, nearest
from .tables import TableNode

__all__ = ["ColumnName", "ColumnPath", "find_column", "find_columns", "path_names"]

ColumnName = str | Column

_NAME = re.compile(r"`((?:[^`]|``)*)`|([^.`]+)")


@dataclass(frozen=True)
class ColumnPath:
    """A column of a table or, from its value on, of lookups: each with its column, one after the
    other. spec: of the last column. text: as a person writes it."""

    text: str
    table: str
    column: str
    lookups: tuple[tuple[str, str], ...]
    spec: Mapping[str, Any]


def path_names(path: str) -> list[str]:
    """The names of a path, some of which may stand in backquotes."""
    return [quoted.replace("``", "`") or plain for quoted, plain in _NAME.findall(path)]


def find_columns(shape: Shape, columns: Iterable[Any] | ColumnName) -> list[ColumnPath]:
    """One column, or several. Errors as of `find_column`."""
    if isinstance(columns, (str, Expression)):
        columns = [columns]
    if not is_list(columns):
        raise FilterTypeError(f"columns are named by text, not by {shown(columns)}")
    return [find_column(shape, column) for column in columns]


def find_column(shape: Shape, column: Any) -> ColumnPath:
    """FilterKeyError: there is none of that name. FilterError: it is of another store, or of some
    rows only. FilterTypeError: it is no name."""
    if isinstance(column, Column):
        return _find(shape, _names_of(shape, column))
    if not isinstance(column, str):
        raise FilterTypeError(
            f"a column is named by text, not by {shown(column)}", hint='such as "city"'
        )
    names = path_names(column)
    if names[:1] == [shape.root] and shape.root not in shape.columns(shape.root):
        names = names[1:]
    return _find(shape, names)


def _names_of(shape: Shape, column: Column) -> list[str]:
    home, rows = home_of(column), column._owner
    if home is not None and home.store_id != shape.store_id:
        raise FilterError(f"`{column}` is a column of another store, {home.place}")
    if not isinstance(rows, TableNode) or rows._where or rows._alias or rows._below:
        raise FilterError(
            f"`{column}` is of some rows of {rows._name} only",
            hint="a column stands for all rows; rows are chosen by the audience and its as_of",
        )
    tables = shape.lineage(rows._name)[:-1]
    return [*reversed(tables), *column._names]


def _find(shape: Shape, names: list[str]) -> ColumnPath:
    table, left = shape.root, list(names)
    while left and left[0] not in shape.columns(table) and left[0] in shape.children(table):
        table = left.pop(0)
    columns = shape.columns(table)
    if not left or left[0] not in columns:
        raise _unknown(shape, table, left)
    column = left.pop(0)
    spec, lookups = columns[column], []
    for name in left:
        lookup = spec.get("lookup")
        described: Mapping[str, Any] = shape.lookups[lookup]["columns"] if lookup else {}
        if name not in described:
            raise FilterKeyError(
                f"`{_text(names)}`: "
                + (f"lookup `{lookup}` has no column `{name}`" if lookup else "it has no lookup"),
                hint=nearest(name, list(described)) or None,
            )
        lookups.append((str(lookup), name))
        spec = described[name]
    return ColumnPath(_text(names), table, column, tuple(lookups), spec)


def _unknown(shape: Shape, table: str, left: list[str]) -> FilterKeyError:
    columns, children = list(shape.columns(table)), shape.children(table)
    owner = "the members" if table == shape.root else f"`{table}`"
    if not left:
        return FilterKeyError(f"`{table}` is a table", hint=f"its columns: {', '.join(columns)}")
    name, *more = left
    have = "have" if table == shape.root else "has"
    if more:
        known = [*columns, *children]
        return FilterKeyError(
            f"{owner} {have} no table or column `{name}`",
            hint=nearest(name, known) or f"there are: {', '.join(known)}",
        )
    below = "" if not children else f"; columns below are written {children[0]}.column"
    return FilterKeyError(
        f"{owner} {have} no column `{name}`",
        hint=nearest(name, columns) or f"there are: {', '.join(columns)}{below}",
    )


def _text(names: Iterable[str]) -> str:
    return ".".join(map(quoted, names))
