"""Things that Python would compare by identity, which says False where a person meant a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from .errors import FilterTypeError

__all__ = ["Incomparable"]


class Incomparable:
    """Comparing it is refused, with the fix. Hashed by identity."""

    def _not_compared(self) -> tuple[str, str]:
        """What is wrong, and a hint."""
        raise NotImplementedError

    def _refuse(self, _other: object) -> NoReturn:
        message, hint = self._not_compared()
        raise FilterTypeError(message, hint=hint or None)

    if not TYPE_CHECKING:
        __eq__ = _refuse
        __ne__ = _refuse
        __lt__ = _refuse
        __le__ = _refuse
        __gt__ = _refuse
        __ge__ = _refuse
        __hash__ = object.__hash__
