"""Tests of one value: comparisons with more than an operator, text, sets, times, ranks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .errors import FilterError
from .filters import Expression, Filter, Part, Sentence
from .literals import time_literal
from .periods import last, next_, periods_part
from .plain import is_list, plain_list, shown
from .population import rank
from .units import Unit

__all__ = ["Test", "Tests"]


@dataclass(frozen=True, eq=False, repr=False)
class Test(Sentence):
    """One value tested."""

    def ignoring_case(self) -> Filter:
        """The same test, by Unicode's case folding: ``(c.name != "amy").ignoring_case()``."""
        return replace(self, parts=(*self.parts, " ignoring case"))


class Tests:
    """The tests of a value that have names. A missing value makes each of them false."""

    # What stands before the words of a test: nothing, or `not `.
    _negation = ""

    def _subject(self) -> Expression:
        raise NotImplementedError

    def _literal(self, value: Any) -> str:
        raise NotImplementedError

    def _operand(self, value: Any) -> Part:
        return value if isinstance(value, Expression) else self._literal(value)

    def _said(self, words: str, *parts: Part, ignoring_case: bool = False) -> Test:
        tail = (" ignoring case",) if ignoring_case else ()
        return Test((self._subject(), f" {self._negation}{words}", *parts, *tail))

    def _test(self, words: str, value: Any, ignoring_case: bool = False) -> Test:
        return self._said(f"{words} ", self._operand(value), ignoring_case=ignoring_case)

    def between(self, low: Any, high: Any, *, ignoring_case: bool = False) -> Test:
        """From `low` to `high`, both included."""
        bounds = (self._operand(low), " and ", self._operand(high))
        return self._said("between ", *bounds, ignoring_case=ignoring_case)

    def is_in(self, values: Any, *, ignoring_case: bool = False) -> Test:
        """Equal to one of `values`, or within one of the periods among them; `values` may also be
        a period, a column of sets, a parameter or ``seine.member_list("name")``."""
        if isinstance(values, str):
            raise FilterError(
                f"is_in takes a list of values, not the text {shown(values)}",
                hint=f"write [{shown(values)}]",
            )
        return self._said("in ", *self._set(values), ignoring_case=ignoring_case)

    # Text.
    def contains(self, text: Any, *, ignoring_case: bool = False) -> Test:
        return self._test("contains", text, ignoring_case)

    def starts_with(self, text: Any, *, ignoring_case: bool = False) -> Test:
        return self._test("starts with", text, ignoring_case)

    def ends_with(self, text: Any, *, ignoring_case: bool = False) -> Test:
        return self._test("ends with", text, ignoring_case)

    def like(self, pattern: Any, *, ignoring_case: bool = False) -> Test:
        """The whole text, where ``%`` stands for any characters and ``_`` for one."""
        return self._test("like", pattern, ignoring_case)

    def matches(self, pattern: Any, *, ignoring_case: bool = False) -> Test:
        """An RE2 regular expression found anywhere in the text."""
        return self._test("matches", pattern, ignoring_case)

    # Sets.
    def has(self, value: Any, *, ignoring_case: bool = False) -> Test:
        return self._test("has", value, ignoring_case)

    def has_any(self, *values: Any, ignoring_case: bool = False) -> Test:
        return self._has("any", values, ignoring_case)

    def has_all(self, *values: Any, ignoring_case: bool = False) -> Test:
        return self._has("all", values, ignoring_case)

    def has_none(self, *values: Any, ignoring_case: bool = False) -> Test:
        return self._has("none", values, ignoring_case)

    def has_only(self, *values: Any, ignoring_case: bool = False) -> Test:
        return self._has("only", values, ignoring_case)

    # Times.
    def in_(self, period: Any) -> Test:
        """Within a period: ``o.at.in_(seine.previous(3, "months"))``, ``o.at.in_("2011-09")``."""
        return self._said("in ", *self._set(_period_text(period)))

    def in_last(self, count: Any, unit: Unit | None = None) -> Test:
        """Within so many units up to as_of: ``in_last(90, "days")``, ``in_last(seine.days(9))``."""
        return self.in_(last(count, unit))

    def in_next(self, count: Any, unit: Unit | None = None) -> Test:
        """Within so many units from as_of on."""
        return self.in_(next_(count, unit))

    def anniversary_in(self, period: Any) -> Test:
        """Whether the day comes round in a period, such as a birthday in the next 7 days, or in
        one of several."""
        return self._said("anniversary in ", *periods_part(period, "anniversary_in"))

    # Ranks among all members whose value exists.
    def in_top(
        self,
        n: Any = None,
        *,
        percent: Any = None,
        holding: Any = None,
        per: Any = None,
        among: Any = None,
    ) -> Test:
        """Among the `n` members with the highest values, the highest `percent` of them, or the
        fewest that together hold so many percent of the total (`holding`).

        per: a column; members are ranked within each of its values. among: a filter; only the
        members that it selects are ranked.
        """
        return self._said("", *rank("top", n, percent, holding, per, among))

    def in_bottom(
        self,
        n: Any = None,
        *,
        percent: Any = None,
        holding: Any = None,
        per: Any = None,
        among: Any = None,
    ) -> Test:
        """Like `in_top`, from the lowest value up."""
        return self._said("", *rank("bottom", n, percent, holding, per, among))

    # Right of `in` and `has any`.
    def _has(self, which: str, values: Any, ignoring_case: bool) -> Test:
        """has_any("a", "b"), has_any(["a", "b"]) or has_any(param("tags"))."""
        (one, *more) = values or ((),)
        if not more and (isinstance(one, Expression) or is_list(one)):
            values = one
        parts = self._set(values)
        return self._said(f"has {which} ", *parts, ignoring_case=ignoring_case)

    def _set(self, values: Any) -> tuple[Part, ...]:
        if isinstance(values, (Expression, str)):
            return (values,)
        if not is_list(values):
            raise FilterError(f"expected a list of values, found {shown(values)}")
        listed = [self._operand(value) for value in plain_list(values)]
        if not listed:
            raise FilterError(
                "an empty list selects nobody; if that is what you want, write seine.nobody"
            )
        if all(isinstance(part, str) for part in listed):
            return (f"({', '.join(map(str, listed))})",)
        commas = (part for value in listed for part in (", ", value))
        return ("(", *list(commas)[1:], ")")


def _period_text(period: Any) -> Any:
    return period if is_list(period) or isinstance(period, Expression) else time_literal(period)
