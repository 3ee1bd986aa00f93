"""Models of what members do: RFM, lifecycle, NAPL, NES.

rows: a table's rows, such as orders, perhaps filtered. per: a column; members are ranked within
each of its values. among: a filter; only the members that it selects are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .durations import duration_part
from .errors import FilterError
from .filters import Part, rendered, value_part
from .incomparable import Incomparable
from .lifts import OnRow, RowsText
from .plain import shown
from .population import per_among
from .scope import LOOSE
from .tables import TableNode
from .units import count_text, number_text
from .values import Term, Value

__all__ = ["Rfm", "lifecycle", "napl", "nes", "rfm"]


@dataclass(frozen=True, eq=False)
class Rfm(Incomparable):
    """The three scores of `rfm`, each a value; the highest is the best."""

    _parts: tuple[Part, ...]
    _tail: tuple[Part, ...]

    @property
    def recency(self) -> Term:
        return self._field("recency")

    @property
    def frequency(self) -> Term:
        return self._field("frequency")

    @property
    def monetary(self) -> Term:
        return self._field("monetary")

    def _field(self, name: str) -> Term:
        return Term((*self._parts, f".{name}", *self._tail))

    def _not_compared(self) -> tuple[str, str]:
        return (
            "rfm gives three scores, which are compared one by one",
            "write rfm(...).recency == 5, .frequency or .monetary",
        )

    def __repr__(self) -> str:
        text = rendered((*self._parts, *self._tail), LOOSE)
        return f"<seine scores: .recency, .frequency and .monetary of {text}>"


def rfm(rows: TableNode, value: Value, *classes: Any, per: Any = None, among: Any = None) -> Rfm:
    """Scores of how recent, how frequent and how valuable members' rows are, `value` being what
    one row is worth.

    classes: into how many classes of equal size members are put, ``rfm(o, o.amount, 5)``; or the
        bounds of the classes, a list for each score: ``rfm(o, o.amount, [30, 90], [2, 5],
        [100, 500])``, or ``[30], [2], [100]`` for two classes.
    """
    if not isinstance(value, Value):
        raise FilterError(
            f"rfm takes a value of the rows, not {shown(value)}", hint="such as o.amount"
        )
    if len(classes) == 1 and not isinstance(classes[0], (list, tuple)):
        bounds: tuple[Part, ...] = (f", {count_text(classes[0], 'the number of classes')}",)
    elif len(classes) == 3:
        bounds = tuple(part for listed in classes for part in (", ", *_bounds(listed)))
    else:
        raise FilterError(
            "rfm takes a number of classes, or the bounds of recency, frequency and monetary",
            hint="write rfm(o, o.amount, 5) or rfm(o, o.amount, [30, 90], [2, 5], [100, 500])",
        )
    parts = (*_rows("rfm", rows), ", ", OnRow(rows, value), *bounds, ")")
    return Rfm(parts, per_among(per, among))


def lifecycle(
    rows: TableNode, active: Any, lapsed: Any, *, per: Any = None, among: Any = None
) -> Term:
    """Where a member is in life, by the time since the latest row: ``lifecycle(o, seine.days(30),
    seine.days(180)) == "lapsed"``."""
    lengths = (duration_part(active, "`active`"), ", ", duration_part(lapsed, "`lapsed`"))
    return Term((*_rows("lifecycle", rows), ", ", *lengths, ")", *per_among(per, among)))


def napl(rows: TableNode, intervals: Any, *, per: Any = None, among: Any = None) -> Term:
    """Where a member is between not having bought yet and being lost, which is having stayed away
    for so many mean intervals: ``napl(o, 3) == "repeat"``."""
    factor = number_text(intervals, "the number of intervals")
    return Term((*_rows("napl", rows), f", {factor})", *per_among(per, among)))


def nes(rows: TableNode, *, per: Any = None, among: Any = None) -> Term:
    """New, existing or asleep, and how deeply, by the member's own cycle: ``nes(o) == "S1"``."""
    return Term((*_rows("nes", rows), ")", *per_among(per, among)))


def _rows(model: str, rows: Any) -> tuple[Part, ...]:
    if not isinstance(rows, TableNode):
        raise FilterError(f"{model} is of rows, not {shown(rows)}", hint="such as store.orders")
    return (f"{model}(", RowsText(rows))


def _bounds(listed: Any) -> tuple[Part, ...]:
    if isinstance(listed, str) or not isinstance(listed, Iterable):
        raise FilterError(f"bounds of classes are a list, not {shown(listed)}", hint="such as [30]")
    commas = [part for bound in listed for part in (", ", value_part(bound))]
    if not commas:
        raise FilterError("a list of bounds has at least one", hint="such as [30] or [30, 90]")
    return ("(", *commas[1:], ")")
