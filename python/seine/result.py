"""Counts, and what exclusions did."""

from __future__ import annotations

from dataclasses import dataclass

from . import _core

__all__ = ["Count", "Excluded", "excluded_of"]


@dataclass(frozen=True)
class Excluded:
    """What one exclusion did. alone: of the included members, those it selects. removed: of these,
    the ones that no exclusion before it had removed."""

    name: str
    alone: int
    removed: int


class Count(int):
    """A count, an int, with what every result carries."""

    info: _core.ResultInfo

    def __new__(cls, info: _core.ResultInfo) -> Count:
        count = super().__new__(cls, info.count)
        count.info = info
        return count

    @property
    def excluded(self) -> dict[str, Excluded]:
        return excluded_of(self.info)

    @property
    def warnings(self) -> list[str]:
        return list(self.info.warnings)


def excluded_of(info: _core.ResultInfo) -> dict[str, Excluded]:
    """By name, in the definition's order."""
    return {e.name: Excluded(e.name, e.alone, e.removed) for e in info.excluded}
