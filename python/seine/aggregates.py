"""Aggregates of a value over rows: sums, averages, how many different ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .errors import FilterError

if TYPE_CHECKING:
    from .tables import TableNode
    from .values import Term, Value

__all__ = ["Aggregates"]


class Aggregates:
    """Over the rows of the value's own table, or `of` other rows, such as ``i.count().max(of=o)``.

    Mixed into Value alone.
    """

    def sum(self, *, of: TableNode | None = None) -> Term:
        return self._reduced("sum", of)

    def avg(self, *, of: TableNode | None = None) -> Term:
        return self._reduced("avg", of)

    def min(self, *, of: TableNode | None = None) -> Term:
        return self._reduced("min", of)

    def max(self, *, of: TableNode | None = None) -> Term:
        return self._reduced("max", of)

    def count(self, *, of: TableNode | None = None) -> Term:
        """How many rows have a value."""
        return self._reduced("count", of)

    def distinct(self, *, of: TableNode | None = None) -> Term:
        """How many different values the rows have."""
        return self._reduced("distinct", of)

    def mode(self, *, of: TableNode | None = None) -> Term:
        """The most frequent value of the rows."""
        return self._reduced("mode", of)

    def distinct_minutes(self, *, of: TableNode | None = None) -> Term:
        return self._periods("minutes", of)

    def distinct_hours(self, *, of: TableNode | None = None) -> Term:
        return self._periods("hours", of)

    def distinct_days(self, *, of: TableNode | None = None) -> Term:
        """On how many different days the rows have this time."""
        return self._periods("days", of)

    def distinct_weeks(self, *, of: TableNode | None = None) -> Term:
        return self._periods("weeks", of)

    def distinct_months(self, *, of: TableNode | None = None) -> Term:
        return self._periods("months", of)

    def distinct_quarters(self, *, of: TableNode | None = None) -> Term:
        return self._periods("quarters", of)

    def distinct_years(self, *, of: TableNode | None = None) -> Term:
        return self._periods("years", of)

    def _table(self) -> TableNode | None:
        raise NotImplementedError

    def _reduced(self, function: str, of: TableNode | None) -> Term:
        return self._rows(function, of)._aggregate(function, cast("Value", self), of)

    def _periods(self, unit: str, of: TableNode | None) -> Term:
        rows = self._rows(f"distinct_{unit}", of)
        return rows._distinct_periods(unit, cast("Value", self), of)

    def _rows(self, function: str, of: TableNode | None = None) -> TableNode:
        rows = self._table() if of is None else of
        if rows is None:
            raise FilterError(
                f"{function}() reduces many rows to one value, and a member has one `{self}`",
                hint="aggregate a column of a table below the members, or name the rows: "
                f"{function}(of=rows)",
            )
        return rows
