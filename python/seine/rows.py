"""What handles of rows have in common: columns and child tables as attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .columns import Column
from .errors import FilterError, FilterTypeError
from .foreign_names import foreign_hint
from .incomparable import Incomparable
from .plain import shown
from .scope import Scope
from .scope import name as written
from .shape import Shape, nfc, unknown

if TYPE_CHECKING:
    from .tables import TableNode

__all__ = ["AncestorRow", "RowHandle"]

_OWN = ("_shape", "_name", "_where", "_alias", "_below", "_rows", "_word", "_n", "_row", "_table")


class RowHandle(Incomparable):
    """Columns and child tables are attributes; ``handle["odd name"]`` reaches every name."""

    _shape: Shape
    _name: str

    @property
    def _home(self) -> Shape | None:
        """The store that the rows are of."""
        return self._shape if self._shape.store_id else None

    _filter_hint = "these are rows: add .any(), .no(), .all(...) or .count() >= 1"

    def _column_text(self, column: Column, scope: Scope) -> str:
        """`column` as it is written in `scope`."""
        raise NotImplementedError

    def _rows_of_columns(self) -> TableNode | None:
        """The rows that have a column's value each; None: a member has one."""
        raise NotImplementedError

    def _child(self, name: str) -> TableNode:
        raise NotImplementedError

    def _tables_of_columns(self) -> list[str]:
        """Where a column of this row is looked up, the nearest first."""
        return [self._name]

    def _tables_above(self) -> list[str]:
        """Of one certain row its table and those of the rows that it belongs to."""
        return []

    def _row_text(self, scope: Scope) -> str:
        """This one row, before a dot."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in _OWN:
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as error:
            hint = foreign_hint(name, [], rows=True)
            message = f"rows of `{self._name}` have no `{name}`; {hint}" if hint else error.args[0]
            raise AttributeError(message) from None

    def __getitem__(self, name: str) -> Any:
        if not isinstance(name, str):
            raise FilterTypeError(
                f"a column is named by text, not by {shown(name)}",
                hint="rows that a filter lets through are rows.where(filter)",
            )
        name = nfc(name)
        columns = self._columns()
        if name in self._shape.columns(self._name):
            return Column(self, (name,), columns[name])
        if name in self._shape.children(self._name):
            return self._child(name)
        if name in columns:
            return Column(self, (name,), columns[name])
        if name in self._tables_above():
            return AncestorRow(self, name)
        raise KeyError(unknown(name, f"table `{self._name}`", self._names()))

    def _columns(self) -> dict[str, Any]:
        tables = reversed(self._tables_of_columns())
        return {name: spec for t in tables for name, spec in self._shape.columns(t).items()}

    def _names(self) -> list[str]:
        return [*self._columns(), *self._shape.children(self._name)]

    def __dir__(self) -> list[str]:
        return [*object.__dir__(self), *self._names()]

    def _ipython_key_completions_(self) -> list[str]:
        return self._names()

    # Rows are not values: what Python would answer by itself would only mislead.
    def _not_compared(self) -> tuple[str, str]:
        return (
            f"rows of `{self._name}` are not a value that can be compared",
            "compare one of their columns, or .count()",
        )

    __array_ufunc__ = None
    __iter__ = None


@dataclass(frozen=True, eq=False, repr=False)
class AncestorRow(RowHandle):
    """The row of a table that a named or picked row is or belongs to: ``a.orders.amount`` where
    ``a.amount`` is the nearer one."""

    _row: RowHandle
    _table: str

    _filter_hint = "this is a row: test one of its columns"

    def __post_init__(self) -> None:
        object.__setattr__(self, "_shape", self._row._shape)
        object.__setattr__(self, "_name", self._table)

    def _column_text(self, column: Column, scope: Scope) -> str:
        return f"{self._row._row_text(scope)}.{written(self._name)}.{column._name_text()}"

    def _rows_of_columns(self) -> TableNode | None:
        return self._row._rows_of_columns()

    def _child(self, name: str) -> TableNode:
        raise FilterError(
            f"`{name}` are many rows, and `{self._name}` is reached through one of its own here",
            hint=f"name the row of `{self._name}` itself by .alias()",
        )

    def __repr__(self) -> str:
        return f"<seine row of {self._name}>"
