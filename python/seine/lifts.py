"""From rows to their parent: the parts of quantifiers and aggregates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import FilterError
from .filters import Expression, Part, rendered
from .incomparable import Incomparable
from .scope import Scope
from .values import Term

if TYPE_CHECKING:
    from .tables import TableNode

__all__ = ["Gaps", "OnRow", "RowsText"]


@dataclass(frozen=True, eq=False)
class RowsText(Expression):
    """``PATH[.column] [as x] [in each of PERIODS] [where W]``"""

    rows: TableNode
    column: str = ""
    each: tuple[Part, ...] = ()

    def render(self, scope: Scope) -> str:
        if self.rows._alias in scope.named:
            raise FilterError(
                f"`{self.rows._alias}` already names a row here",
                hint="choose another name for .alias()",
            )
        each = f" in each of {rendered(self.each, scope)}" if self.each else ""
        path = self.rows._path_from(scope)
        return f"{path}{self.column}{self.rows._alias_text()}{each}{self.rows._where_text(scope)}"


@dataclass(frozen=True, eq=False)
class OnRow(Expression):
    """A part that is asked of each of the rows."""

    rows: TableNode
    part: Expression

    def render(self, scope: Scope) -> str:
        return self.part.render(self.rows._inside(scope))


@dataclass(frozen=True, eq=False, repr=False)
class Gaps(Incomparable):
    """The days between consecutive rows of a member, to be averaged: ``o.gap().avg()``."""

    rows: TableNode

    def avg(self) -> Term:
        return self._gap("avg")

    def min(self) -> Term:
        return self._gap("min")

    def max(self) -> Term:
        return self._gap("max")

    def median(self) -> Term:
        return self._gap("median")

    def _gap(self, function: str) -> Term:
        return Term((f"{function} gap(", RowsText(self.rows), ")"))

    def _not_compared(self) -> tuple[str, str]:
        return "a member has many gaps between rows", "compare .avg(), .min(), .max() or .median()"

    def __repr__(self) -> str:
        return f"<seine gaps between rows of {self.rows!r}>"
