"""Where a part of an expression stands, which decides how its names are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from . import _core

__all__ = ["LOOSE", "MEMBERS", "Scope", "first_name", "name"]


@dataclass(frozen=True)
class Scope:
    """The rows that a part of an expression is asked of.

    table: their table; None: the members.
    named: tables of the rows that ``alias()`` named and that may be referred to here, by name.
    loose: only for showing an unfinished expression: everything is in reach.
    """

    table: str | None = None
    named: Mapping[str, str] = field(default_factory=dict)
    loose: bool = False

    def on(self, table: str, alias: str | None = None) -> Scope:
        """Inside a filter on rows of `table`, perhaps named."""
        return replace(self.naming(alias, table), table=table)

    def naming(self, alias: str | None, table: str) -> Scope:
        return self if alias is None else replace(self, named={**self.named, alias: table})

    def of_members(self) -> Scope:
        """Inside a value of the whole population."""
        return LOOSE if self.loose else MEMBERS


MEMBERS = Scope()
LOOSE = Scope(loose=True)

# What begins something else than a name in one place or another, unless it stands in backquotes.
_WORD = re.compile(
    "member|today|yesterday|last|next|this|previous|day|since|before|from|between|of|none|only|"
    "top|bottom|first|latest|nth|(?:minute|hour|day|week|month|quarter|year)s?|"
    "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?",
    re.IGNORECASE,
)


def name(text: str) -> str:
    """A name as it is written after a dot."""
    return _core.quote_name(text)


def first_name(text: str) -> str:
    """A name as it is written anywhere."""
    return f"`{text}`" if _WORD.fullmatch(text) else name(text)
