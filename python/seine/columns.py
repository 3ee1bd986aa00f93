"""Columns of a table's rows, of one row, or of the lookup that describes a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .foreign_names import foreign_hint
from .scope import Scope, first_name, name
from .shape import nfc, unknown
from .values import Term, Value

if TYPE_CHECKING:
    from .rows import RowHandle
    from .tables import TableNode

__all__ = ["Column"]

_TIMES = ("date", "timestamp")


@dataclass(frozen=True, eq=False, repr=False)
class Column(Value):
    """A column. Where it describes its values by a lookup, that one's columns are attributes:
    ``i.product.category``; ``column["odd name"]`` reaches every name."""

    _owner: RowHandle
    _names: tuple[str, ...]
    _spec: Mapping[str, Any]

    _is_column = True

    @property
    def _is_time(self) -> bool:  # type: ignore[override]
        return self._spec["type"] in _TIMES

    def __getattr__(self, name: str) -> Column:
        if name.startswith("__") or name in ("_owner", "_names", "_spec"):
            raise AttributeError(name)
        described = self._described()
        if name in described:
            return self[name]
        hint = foreign_hint(name, [*described, *self._own_names()])
        if not hint:
            hint = f"its lookup has: {', '.join(described)}" if described else "it has no lookup"
        raise AttributeError(f"column `{self._names[-1]}` has no `{name}`; {hint}")

    def __getitem__(self, name: str) -> Column:
        name = nfc(name)
        lookup = self._spec.get("lookup")
        if lookup is None:
            raise KeyError(f"column `{self._names[-1]}` has no lookup, so it has no `{name}`")
        columns = self._described()
        if name not in columns:
            raise KeyError(unknown(name, f"lookup `{lookup}`", list(columns)))
        return Column(self._owner, (*self._names, name), columns[name])

    def __dir__(self) -> list[str]:
        return [*object.__dir__(self), *self._described()]

    def _described(self) -> Mapping[str, Any]:
        lookup = self._spec.get("lookup")
        if lookup is None:
            return {}
        columns: Mapping[str, Any] = self._owner._shape.lookups[lookup].get("columns", {})
        return columns

    def _part(self, words: str) -> Any:
        # A column of the lookup that is called `month` is meant, not the month of a code.
        return self[words] if words in self._described() else super()._part(words)

    def _table(self) -> TableNode | None:
        return self._owner._rows_of_columns()

    def _name_text(self) -> str:
        head, *tail = self._names
        return ".".join([first_name(head), *map(name, tail)])

    def render(self, scope: Scope) -> str:
        return self._owner._column_text(self, scope)

    def size(self) -> Term:
        """How many values a set holds; a missing set holds none."""
        return Term(("size(", self, ")"))
