"""What handles of rows have in common: columns and child tables as attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from .columns import Column
from .errors import FilterError
from .scope import Scope
from .shape import Shape, unknown

if TYPE_CHECKING:
    from .tables import TableNode

__all__ = ["RowHandle"]

_OWN = ("_shape", "_name", "_where", "_alias", "_below", "_rows", "_word", "_n")


class RowHandle:
    """Columns and child tables are attributes; ``handle["odd name"]`` reaches every name."""

    _shape: Shape
    _name: str

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

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in _OWN:
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    def __getitem__(self, name: str) -> Any:
        columns = self._columns()
        if name in self._shape.columns(self._name):
            return Column(self, (name,), columns[name])
        if name in self._shape.children(self._name):
            return self._child(name)
        if name in columns:
            return Column(self, (name,), columns[name])
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
    def _refuse(self, _other: object) -> NoReturn:
        raise FilterError(
            f"rows of `{self._name}` are not a value that can be compared",
            hint="compare one of their columns, or .count()",
        )

    __eq__ = _refuse
    __ne__ = _refuse
    __lt__ = _refuse
    __le__ = _refuse
    __gt__ = _refuse
    __ge__ = _refuse
    __hash__ = object.__hash__
    __iter__ = None
