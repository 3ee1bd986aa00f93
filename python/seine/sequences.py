"""Sequences: rows one after the other in time.

>>> sn.sequence(tea).then(cups, within=sn.days(60))
>>> sn.sequence(opened).then_no(o, within=sn.hours(48))
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .durations import duration_part
from .errors import FilterError
from .filters import Expression, Filter, Part, rendered
from .lifts import RowsText
from .plain import shown
from .scope import Scope
from .tables import TableNode

__all__ = ["Sequence", "sequence", "sequence_no"]


@dataclass(frozen=True, eq=False)
class _Step(Expression):
    rows: TableNode
    no: bool
    at_or_after: bool = False
    within: tuple[Part, ...] = ()

    def render(self, scope: Scope) -> str:
        no, after = "no " if self.no else "", "at or after " if self.at_or_after else ""
        within = f" {rendered(self.within, scope)}" if self.within else ""
        return f"{no}{after}({RowsText(self.rows).render(scope)}){within}"


@dataclass(frozen=True, eq=False, repr=False)
class Sequence(Filter):
    """Members with rows that match the steps, each strictly after the one before. It takes at
    least two: go on with `then` or `then_no`."""

    steps: tuple[_Step, ...]

    def then(
        self,
        rows: TableNode,
        *,
        within: Any = None,
        of_start: bool = False,
        at_or_after: bool = False,
    ) -> Sequence:
        """Then such a row.

        within: the longest time after the step before, such as ``seine.days(60)``; with
            ``of_start=True`` after the first step.
        at_or_after: it may be at the same time.
        """
        return self._and_then(rows, False, within, of_start, at_or_after)

    def then_no(
        self,
        rows: TableNode,
        *,
        within: Any = None,
        of_start: bool = False,
        at_or_after: bool = False,
    ) -> Sequence:
        """Then no such row before the next step, or, as the last step, ever, or `within` a time
        that has passed. Options as of `then`."""
        return self._and_then(rows, True, within, of_start, at_or_after)

    def _and_then(
        self, rows: Any, no: bool, within: Any, of_start: bool, at_or_after: bool
    ) -> Sequence:
        limit: tuple[Part, ...] = ()
        if within is not None:
            limit = ("within ", duration_part(within, "`within`"))
        if of_start:
            if not limit:
                raise FilterError("`of_start` says what `within` counts from", hint="add within=")
            limit = (*limit, " of start")
        return replace(self, steps=(*self.steps, _Step(_rows(rows), no, at_or_after, limit)))

    def render(self, scope: Scope) -> str:
        if len(self.steps) < 2:
            raise FilterError(
                "a sequence takes at least two steps",
                hint="go on with .then(rows) or .then_no(rows); for one kind of rows, write "
                "rows.any()",
            )
        if all(step.no for step in self.steps):
            raise FilterError("a sequence needs a step that is not a `no`", hint="write rows.no()")
        texts = []
        for step in self.steps:
            texts.append(step.render(scope))
            scope = scope.naming(step.rows._alias, step.rows._name)
        return f"sequence {' then '.join(texts)}"

    def __repr__(self) -> str:
        begun = len(self.steps) < 2
        return f"<seine sequence of {self.steps[0].rows!r}>" if begun else super().__repr__()


def sequence(rows: TableNode) -> Sequence:
    """Members with such a row, and then ...: go on with ``.then(rows)``, ``.then_no(rows)``."""
    return Sequence((_Step(_rows(rows), no=False),))


def sequence_no(rows: TableNode, *, within: Any = None) -> Sequence:
    """Members without such a row before the next step, or `within` a time before it."""
    limit = () if within is None else ("within ", duration_part(within, "`within`"))
    return Sequence((_Step(_rows(rows), True, within=limit),))


def _rows(rows: Any) -> TableNode:
    if isinstance(rows, TableNode):
        return rows
    raise FilterError(
        f"a step of a sequence is rows, not {shown(rows)}", hint="such as o or o.where(...)"
    )
