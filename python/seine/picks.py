"""One row out of many: the first, the latest, the n-th."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .columns import Column
from .rows import RowHandle
from .scope import LOOSE, Scope

if TYPE_CHECKING:
    from .tables import TableNode

__all__ = ["PickedRow"]


@dataclass(frozen=True, eq=False, repr=False)
class PickedRow(RowHandle):
    """``o.latest()``: its columns, and its ancestors', are values; its child tables are rows."""

    _rows: TableNode
    _word: str
    _n: str = ""

    _filter_hint = "this is a row: test one of its columns, such as o.latest().at.exists()"

    def __post_init__(self) -> None:
        object.__setattr__(self, "_shape", self._rows._shape)
        object.__setattr__(self, "_name", self._rows._name)

    def _text(self, scope: Scope) -> str:
        return f"{self._word}({self._rows._text(scope)}{self._n})"

    def _tables_above(self) -> list[str]:
        return self._shape.lineage(self._name)

    def _row_text(self, scope: Scope) -> str:
        return self._text(scope)

    def _column_text(self, column: Column, scope: Scope) -> str:
        return f"{self._text(scope)}.{column._name_text()}"

    def _rows_of_columns(self) -> TableNode | None:
        return None

    def _child(self, name: str) -> TableNode:
        return self._rows._under(name, self)

    def _tables_of_columns(self) -> list[str]:
        return self._shape.lineage(self._name)

    def __repr__(self) -> str:
        return f"<seine row {self._text(LOOSE)}>"
