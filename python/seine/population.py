"""What looks at all members: the words after ranks, n-tiles, means and models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .errors import FilterError
from .filters import Expression, Part, as_filter
from .plain import shown
from .scope import Scope
from .units import count_text, number_text

__all__ = ["OfMembers", "per_among", "rank"]


@dataclass(frozen=True, eq=False)
class OfMembers(Expression):
    """A part that is asked of all members, wherever it stands."""

    part: Expression

    def render(self, scope: Scope) -> str:
        return self.part.render(scope.of_members())


def per_among(per: Any, among: Any) -> tuple[Part, ...]:
    """``per COLUMN among (FILTER)``, each only if it is given."""
    parts: list[Part] = []
    if per is not None:
        if not (isinstance(per, Expression) and per._is_column):
            raise FilterError(f"`per` takes a column of the members, not {shown(per)}")
        parts += [" per ", OfMembers(per)]
    if among is not None:
        parts += [" among (", OfMembers(as_filter(among)), ")"]
    return tuple(parts)


def rank(end: str, n: Any, percent: Any, holding: Any, per: Any, among: Any) -> tuple[Part, ...]:
    """``in top 20% per COLUMN among (FILTER)``; `end` is top or bottom."""
    if sum(given is not None for given in (n, percent, holding)) != 1:
        raise FilterError(
            f"in_{end} takes one of a number of members, `percent=` and `holding=`",
            hint=f"write in_{end}(100), in_{end}(percent=20) or in_{end}(holding=80)",
        )
    if n is not None:
        measure = count_text(n, "a number of members")
    elif percent is not None:
        measure = f"{number_text(percent, 'a percentage')}%"
    else:
        measure = f"holding {number_text(holding, 'a percentage')}%"
    return (f"in {end} {measure}", *per_among(per, among))
