"""Handles of a store's tables, with completion from the schema."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from .columns import Column
from .errors import FilterError
from .filters import Filter, Part, Sentence, as_filter, home_of
from .lifts import Gaps, OnRow, RowsText
from .periods import periods_part
from .picks import PickedRow
from .rows import RowHandle
from .scope import LOOSE, Scope, first_name, name
from .shape import Shape
from .units import count_text
from .values import Term, Value, Weekday

__all__ = ["TableNode"]


@dataclass(frozen=True)
class OfTable:
    """All rows of the nearest row of that table."""

    table: str


@dataclass(frozen=True, eq=False, repr=False)
class TableNode(RowHandle):
    """Members, or the rows of a table below them, perhaps only those that a filter lets through.

    Its columns and child tables are attributes; ``handle["odd name"]`` reaches every name.
    """

    _shape: Shape
    _name: str
    _where: tuple[Filter, ...] = ()
    _alias: str | None = None
    # Whose rows: those of the row where the handle is used, unless it hangs below a certain row.
    _below: TableNode | PickedRow | OfTable | Literal["member"] | None = None

    def __repr__(self) -> str:
        columns = ", ".join(
            f"{name}: {column['type']}" for name, column in self._shape.columns(self._name).items()
        )
        what = f"{self._name}{self._alias_text()}{self._where_text(LOOSE)}"
        children = self._shape.children(self._name)
        below = f"; below it: {', '.join(children)}" if children else ""
        return f"<seine table {what} ({columns}){below}>"

    def __post_init__(self) -> None:
        home_of((self, *self._where, self._below))  # FilterError when these are of two stores

    # Rows.
    def where(self, *filters: Any) -> TableNode:
        """Only the rows for which all the filters hold, on one and the same row."""
        if self._is_root():
            raise FilterError(
                "where() is for rows of tables below the members",
                hint="a filter on members is an audience: store.audience(filter)",
            )
        return replace(self, _where=(*self._where, *map(as_filter, filters)))

    def alias(self, name: str) -> TableNode:
        """The same rows, each of them named, so that filters on other rows can refer to it:

        >>> a = o.items.alias("a")
        >>> sn.sequence(a).then(r.where(r.product == a.product))

        The named row's columns, its ancestors' and its child tables may be used in its own filter
        and, in a sequence, in later steps.
        """
        self._refuse_root("alias() names a row")
        if not isinstance(name, str) or not name:
            raise FilterError(f"{name!r} cannot name a row", hint='write .alias("a")')
        return replace(self, _alias=name)

    def of_member(self) -> TableNode:
        """All the member's rows, also where the handle is used in a filter on rows: in a filter on
        orders ``o.items`` are this order's items, and ``o.items.of_member()`` the member's."""
        self._refuse_root("of_member() is for rows")
        return replace(self, _below="member")

    def of(self, rows: TableNode) -> TableNode:
        """All the rows of one row of `rows`, also where the handle is used further down: in a
        filter on items ``o.items.parts`` are this item's parts, and ``o.items.parts.of(o)`` those
        of all items of the order."""
        self._refuse_root("of() is for rows")
        if rows._name not in self._shape.lineage(self._name)[1:]:
            raise FilterError(f"rows of `{self._name}` are not below those of `{rows._name}`")
        if rows._alias is not None:
            return replace(self, _below=rows)
        if rows._where:
            raise FilterError(
                f"of() takes a table, and {rows!r} are some of its rows",
                hint="filter these rows by .where(), which sees the columns of those above them",
            )
        return replace(self, _below="member" if rows._is_root() else OfTable(rows._name))

    def any(self, *filters: Any, each: Any = None) -> Filter:
        """Members with at least one such row that satisfies the filters; with `each`, in each of
        several periods: ``each=seine.last(4, "quarters")``."""
        return self._lifted("any", filters, each)

    def no(self, *filters: Any, each: Any = None) -> Filter:
        """Members without such a row; also those without any row."""
        return self._lifted("no", filters, each)

    def all(self, *filters: Any, each: Any = None) -> Filter:
        """Members with at least one row, all of whose rows satisfy the filters."""
        return self._lifted("all", filters, each)

    def count(self, *filters: Any) -> Term:
        """How many such rows a member has."""
        return Term(("count(", RowsText(self.where(*filters) if filters else self), ")"))

    # One row, in order of time, then of arrival.
    def first(self) -> PickedRow:
        """The earliest such row: ``o.first().at``."""
        return self._picked("first")

    def latest(self) -> PickedRow:
        """The last such row: ``o.where(o.channel == "web").latest().amount``."""
        return self._picked("latest")

    def nth(self, n: Any) -> PickedRow:
        """The n-th such row, from 1, or from -1 backwards."""
        text = count_text(n, "which row", negative=True)
        if text == "0":
            raise FilterError("there is no row 0", hint="rows count from 1, or from -1 backwards")
        return self._picked("nth", f", {text}")

    def gap(self) -> Gaps:
        """The days between consecutive such rows: ``o.gap().avg()``, min, max, median."""
        self._refuse_root("gap() is for rows")
        return Gaps(self)

    def _lifted(self, quantifier: str, filters: tuple[Any, ...], each: Any) -> Filter:
        rows = self.where(*filters) if filters else self
        periods = () if each is None else periods_part(each)
        return Sentence((f"{quantifier} ", RowsText(rows, each=periods)))

    def _picked(self, word: str, n: str = "") -> PickedRow:
        self._refuse_root(f"{word}() picks one of many rows")
        return PickedRow(self, word, n)

    def _child(self, name: str) -> TableNode:
        if self._alias is not None:
            return self._under(name, self)
        return TableNode(self._shape, name, self._where, None, self._below)

    # For expressions.
    def _under(self, child: str, row: TableNode | PickedRow) -> TableNode:
        """The child table's rows that belong to one certain row."""
        return TableNode(self._shape, child, _below=row)

    def _aggregate(self, function: str, value: Value, of: TableNode | None) -> Term:
        """`function` over `value` of these rows; `of` is given when a person named the rows."""
        parts = (f"{function}(", *self._aggregated(value, of), ")")
        picks = function in ("min", "max", "mode")
        if picks and isinstance(value, Weekday):
            return Weekday(parts)
        return Term(parts, _is_time=value._is_time and picks)

    def _distinct_periods(self, unit: str, value: Value, of: TableNode | None) -> Term:
        if not value._is_time:
            raise FilterError(f"distinct_{unit}() is for times, not `{value}`")
        return Term((f"distinct {unit}(", *self._aggregated(value, of), ")"))

    def _aggregated(self, value: Value, of: TableNode | None) -> tuple[Part, ...]:
        if of is None and isinstance(value, Column) and value._owner is self:
            return (RowsText(self, f".{value._name_text()}"),)
        return (OnRow(self, value), " of ", RowsText(self))

    def _joined(self, other: TableNode) -> TableNode:
        """The rows on which a value of these rows and one of `other` can be combined."""
        if (self._alias is None) != (other._alias is None):
            return self if self._alias is None else other  # the other is one named row
        for deep, high in ((self, other), (other, self)):
            within = high._name in deep._shape.lineage(deep._name)
            same = deep._name != high._name or deep._below is high._below
            if within and same and set(map(id, high._where)) <= set(map(id, deep._where)):
                return deep
        raise FilterError(
            f"this value is of {self!r} and of {other!r}, which are not the same rows",
            hint="say which rows to aggregate: value.sum(of=rows)",
        )

    def _is_root(self) -> bool:
        return self._shape.parent(self._name) is None

    def _refuse_root(self, what: str) -> None:
        if self._is_root():
            raise FilterError(
                f"{what}, and `{self._name}` are the members themselves",
                hint="it is for the tables below them",
            )

    def _rows_of_columns(self) -> TableNode | None:
        return None if self._is_root() else self

    def _tables_of_columns(self) -> list[str]:
        named = self._alias is not None
        return self._shape.lineage(self._name) if named else super()._tables_of_columns()

    def _inside(self, scope: Scope) -> Scope:
        return scope.on(self._name, self._alias)

    def _text(self, scope: Scope) -> str:
        return RowsText(self).render(scope)

    def _column_text(self, column: Column, scope: Scope) -> str:
        if self._alias is not None:
            return f"{self._named_row(scope)}.{column._name_text()}"
        if scope.loose:
            return column._name_text()
        above = self._shape.lineage(scope.table)
        if self._name not in above:
            raise self._out_of_reach(column._names[0], above[0])
        nearest = next(t for t in above if column._names[0] in self._shape.columns(t))
        if nearest == self._name:
            return column._name_text()
        return f"{first_name(self._name)}.{'.'.join(map(name, column._names))}"

    def _tables_above(self) -> list[str]:
        return [] if self._alias is None else self._shape.lineage(self._name)

    def _row_text(self, scope: Scope) -> str:
        return self._named_row(scope)

    def _named_row(self, scope: Scope) -> str:
        """The name of this one row, where it may be referred to."""
        assert self._alias is not None
        if scope.loose or scope.named.get(self._alias) == self._name:
            return first_name(self._alias)
        raise FilterError(
            f"the row `{self._alias}` of {self._name} is not named here",
            hint=f"a row's name holds in its own filter, .alias({self._alias!r}).where(...), and "
            "in later steps of a sequence",
        )

    def _out_of_reach(self, column: str, asked: str) -> FilterError:
        return FilterError(
            f"one row of {asked} has many rows of {self._name}, so `{self._name}.{column}` is not "
            "one value there",
            hint=f"lift it: store[{self._name!r}].where(...).any(), .no(), .count(), an aggregate "
            f"such as .{column}.max(), or one row such as .latest().{column}; or name the row "
            "that is meant by .alias()",
        )

    def _path_from(self, scope: Scope) -> str:
        """The path of these rows as seen from a row of `scope`."""
        if self._is_root():
            raise FilterError(
                f"`{self._name}` are the members themselves",
                hint="any(), no(), all() and aggregates are for the tables below them",
            )
        start, row = "", self._below
        if isinstance(row, RowHandle):
            above = self._shape.lineage(row._name)
            start = row._text(scope) if isinstance(row, PickedRow) else row._named_row(scope)
        elif row == "member":
            above = [self._shape.root]
        elif isinstance(row, OfTable):
            if not scope.loose and row.table not in self._shape.lineage(scope.table):
                raise FilterError(
                    f"`.of({row.table})` is for filters on rows below `{row.table}`",
                    hint=f"leave it out, or name the row of `{row.table}` by .alias()",
                )
            above = self._shape.lineage(row.table)
        else:
            # The path starts at the nearest row that both have above them.
            above = self._shape.lineage(scope.table)
        names: list[str] = []
        for table in self._shape.lineage(self._name):
            if table in above and table != self._name:
                break
            names.insert(0, table)
        head = first_name(names[0]) if not start else f"{start}.{name(names[0])}"
        return ".".join([head, *map(name, names[1:])])

    def _alias_text(self) -> str:
        return "" if self._alias is None else f" as {first_name(self._alias)}"

    def _where_text(self, scope: Scope) -> str:
        if not self._where:
            return ""
        joined = self._where[0]
        for more in self._where[1:]:
            joined = joined & more
        return f" where ({joined.render(self._inside(scope))})"
