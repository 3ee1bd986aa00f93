"""Handles of a store's tables and columns, with completion from the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from . import _core
from .errors import FilterError
from .expressions import Filter, Value, as_filter

__all__ = ["ANY_ROW", "Column", "Shape", "TableNode", "nearest"]

_TIMES = ("date", "timestamp")


@dataclass(frozen=True, eq=False)
class Shape:
    """What handles know of a schema: columns and children by name."""

    tables: Mapping[str, Mapping[str, Any]]  # schema["tables"]
    lookups: Mapping[str, Mapping[str, Any]]
    root: str

    def columns(self, table: str) -> Mapping[str, Mapping[str, Any]]:
        found: Mapping[str, Mapping[str, Any]] = self.tables[table].get("columns", {})
        return found

    def parent(self, table: str) -> str | None:
        parent: str | None = self.tables[table].get("parent")
        return parent

    def children(self, table: str) -> list[str]:
        return [name for name in self.tables if self.parent(name) == table]

    def lineage(self, table: str) -> list[str]:
        """The table and its ancestors, the root last."""
        names = [table]
        while (parent := self.parent(names[-1])) is not None:
            names.append(parent)
        return names


@dataclass(frozen=True, eq=False, repr=False)
class TableNode:
    """Members, or the rows of a table below them, perhaps only those that a filter lets through.

    Its columns and child tables are attributes; ``handle["odd name"]`` reaches every name.
    """

    _shape: Shape
    _name: str
    _where: tuple[Filter, ...] = ()

    # Names.
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("_shape", "_name", "_where"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    def __getitem__(self, name: str) -> Any:
        if name in self._shape.columns(self._name):
            return Column(self, (name,), self._shape.columns(self._name)[name])
        if name in self._shape.children(self._name):
            return TableNode(self._shape, name, self._where)
        known = [*self._shape.columns(self._name), *self._shape.children(self._name)]
        raise KeyError(_unknown(name, f"table `{self._name}`", known))

    def __dir__(self) -> list[str]:
        names = [*self._shape.columns(self._name), *self._shape.children(self._name)]
        return [*object.__dir__(self), *names]

    def _ipython_key_completions_(self) -> list[str]:
        return [*self._shape.columns(self._name), *self._shape.children(self._name)]

    def __repr__(self) -> str:
        columns = ", ".join(
            f"{name}: {column['type']}" for name, column in self._shape.columns(self._name).items()
        )
        where = f"{self.where_text()}" if self._where else ""
        children = self._shape.children(self._name)
        below = f"; below it: {', '.join(children)}" if children else ""
        return f"<seine table {self._name}{where} ({columns}){below}>"

    # Rows.
    def where(self, *filters: Filter | str) -> TableNode:
        """Only the rows for which all the filters hold, on one and the same row."""
        if self._is_root():
            raise FilterError(
                "where() is for rows of tables below the members",
                hint="a filter on members is an audience: store.audience(filter)",
            )
        return replace(self, _where=(*self._where, *map(as_filter, filters)))

    def any(self) -> Filter:
        """Members with at least one such row."""
        return _Lift("any", self)

    def no(self) -> Filter:
        """Members without such a row; also those without any row."""
        return _Lift("no", self)

    def all(self, *filters: Filter | str) -> Filter:
        """Members with at least one row, all of whose rows satisfy the filters."""
        return _Lift("all", self.where(*filters) if filters else self)

    def count(self) -> Value:
        """How many such rows a member has."""
        return _Count(self)

    # For expressions.
    def _is_root(self) -> bool:
        return self._shape.parent(self._name) is None

    def same_table(self, other: TableNode) -> bool:
        return self._name == other._name

    def is_below(self, other: TableNode | None) -> bool:
        """Whether its rows belong to rows of `other` (None: members), or are those rows."""
        return other is None or other._name in self._shape.lineage(self._name)

    def path_from(self, scope: TableNode | None) -> str:
        """The path of its rows as seen from a row of `scope`."""
        if self._is_root():
            raise FilterError(
                f"`{self._name}` are the members themselves",
                hint="any(), no(), all() and aggregates are for the tables below them",
            )
        if scope is ANY_ROW:
            scope = None
        # The path starts at the nearest row that both have above them.
        above = self._shape.lineage(self._shape.root if scope is None else scope._name)
        names = []
        for name in self._shape.lineage(self._name):
            if name in above and name != self._name:
                break
            names.append(name)
        return ".".join(_core.quote_name(name) for name in reversed(names))

    def where_text(self) -> str:
        if not self._where:
            return ""
        joined = self._where[0]
        for more in self._where[1:]:
            joined = joined & more
        return f" where ({joined.render(self)})"


class _AnyRow(TableNode):
    """The scope of printing: every column is in reach."""

    def __init__(self) -> None:
        super().__init__(Shape({"": {}}, {}, ""), "")


ANY_ROW: TableNode = _AnyRow()


@dataclass(frozen=True, eq=False, repr=False)
class Column(Value):
    """A column of a table, or of the lookup that describes a column."""

    owner: TableNode
    names: tuple[str, ...]
    spec: Mapping[str, Any]

    @property
    def is_time(self) -> bool:  # type: ignore[override]
        return self.spec["type"] in _TIMES

    @property
    def type(self) -> str:
        kind: str = self.spec["type"]
        return kind

    def __getattr__(self, name: str) -> Column:
        if name.startswith("__") or name in ("owner", "names", "spec"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    def __getitem__(self, name: str) -> Column:
        lookup = self.spec.get("lookup")
        if lookup is None:
            raise KeyError(f"column `{self.names[-1]}` has no lookup, so it has no `{name}`")
        columns = self.owner._shape.lookups[lookup].get("columns", {})
        if name not in columns:
            raise KeyError(_unknown(name, f"lookup `{lookup}`", list(columns)))
        return Column(self.owner, (*self.names, name), columns[name])

    def __dir__(self) -> list[str]:
        lookup = self.spec.get("lookup")
        described = self.owner._shape.lookups[lookup].get("columns", {}) if lookup else {}
        return [*object.__dir__(self), *described]

    def table(self) -> TableNode | None:
        return None if self.owner._is_root() else self.owner

    def name_text(self) -> str:
        return ".".join(_core.quote_name(name) for name in self.names)

    def render(self, scope: TableNode | None) -> str:
        if scope is ANY_ROW:
            return self.name_text()
        shape = self.owner._shape
        above = shape.lineage(shape.root if scope is None else scope._name)
        if self.owner._name not in above:
            raise self._out_of_reach(above[0])
        nearest = next(table for table in above if self.names[0] in shape.columns(table))
        if nearest == self.owner._name:
            return self.name_text()
        return f"{_core.quote_name(self.owner._name)}.{self.name_text()}"

    def _out_of_reach(self, asked: str) -> FilterError:
        owner, name = self.owner._name, self.names[0]
        return FilterError(
            f"one row of {asked} has many rows of {owner}, so `{owner}.{name}` is not one value "
            "there",
            hint=f"lift it: store[{owner!r}].where(...).any(), .no(), .count(), or an aggregate "
            f"such as .{name}.max()",
        )

    def size(self) -> Value:
        """How many values a set holds; a missing set holds none."""
        return _Size(self)


@dataclass(frozen=True, eq=False, repr=False)
class _Size(Value):
    column: Column

    def render(self, scope: TableNode | None) -> str:
        return f"size({self.column.render(scope)})"

    def table(self) -> TableNode | None:
        return self.column.table()


@dataclass(frozen=True, eq=False, repr=False)
class _Lift(Filter):
    quantifier: str
    rows: TableNode

    def render(self, scope: TableNode | None) -> str:
        return f"{self.quantifier} {self.rows.path_from(scope)}{self.rows.where_text()}"


@dataclass(frozen=True, eq=False, repr=False)
class _Count(Value):
    rows: TableNode

    def render(self, scope: TableNode | None) -> str:
        return f"count({self.rows.path_from(scope)}{self.rows.where_text()})"


def nearest(name: str, known: list[str]) -> str:
    """``did you mean ...?`` when one of `known` is near; else empty."""
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    return f"did you mean `{near[0]}`?" if near else ""


def _unknown(name: str, where: str, known: list[str]) -> str:
    hint = nearest(name, known) or f"it has: {', '.join(known)}"
    return f"{where} has no column or child table `{name}`; {hint}"
