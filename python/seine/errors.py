"""What can go wrong, by whose fault: the filter's, the schema's, the data's, or the store's."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Any, TypeVar

__all__ = [
    "DamagedStoreError",
    "DataError",
    "FilterError",
    "FilterKeyError",
    "FilterTypeError",
    "FilterWarning",
    "NotAStoreError",
    "QueryCancelledError",
    "QueryTimeoutError",
    "SchemaError",
    "SeineError",
    "StoreError",
    "StoreNotFoundError",
    "option_type_error",
    "warn_user",
    "within",
]

_PACKAGE = os.path.dirname(__file__) + os.sep


class SeineError(Exception):
    """Carries what is known beside the message.

    position: (line, column) in the text that is wrong, both from 1; None when unknown.
    span: the same place in bytes of UTF-8, (begin, end).
    hint: what would fix it.
    pointer: in JSON, the place as a JSON pointer.
    rendered: message, line and a caret under the place, for a terminal.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        position: tuple[int, int] | None = None,
        span: tuple[int, int] | None = None,
        pointer: str | None = None,
        rendered: str | None = None,
    ) -> None:
        # Halves of characters, as in names of files, are spelled out: a message can be printed.
        message, hint, rendered = map(_printable, (message, hint, rendered))
        super().__init__(message)
        self.message: str = message
        self.hint = hint
        self.position = position
        self.span = span
        self.pointer = pointer
        self.rendered = rendered

    def __str__(self) -> str:
        if self.rendered:
            return self.rendered
        if self.hint and self.hint not in self.message:
            return f"{self.message}; {self.hint}"
        return self.message


def _printable(text: Any) -> Any:
    return text and text.encode(errors="backslashreplace").decode()


class FilterError(SeineError, ValueError):
    """A filter says something that the language or the store does not have."""


class FilterTypeError(FilterError, TypeError):
    """Something stands where a filter must, or a filter where Python wants true or false."""


class FilterKeyError(FilterError, KeyError):
    """A column is asked for that the store does not have."""


class FilterWarning(UserWarning):
    """What a filter says can be asked, but is hardly what was meant: a value that no row has."""


class SchemaError(SeineError, ValueError):
    """A schema is wrong; the message names the place, such as ``tables.orders.columns.at``."""


class DataError(SeineError, ValueError):
    """A row does not fit the schema.

    position: (line of the file, 1) for files of text. hint: the option that would let the row pass.
    detail: table, source, row (from 1, 0: no single one), column, value, expected, problem.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        position: tuple[int, int] | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message, hint=hint, position=position)
        self.detail = detail or {}


class StoreError(SeineError):
    """A store cannot be opened, written or combined."""


class StoreNotFoundError(StoreError, FileNotFoundError):
    """There is no store at that path."""


class NotAStoreError(StoreError):
    """What lies at that path is something else: a file, or a folder with other things in it."""


class DamagedStoreError(StoreError):
    """A file of the store is damaged; the message names the file and its section."""


class QueryTimeoutError(SeineError, TimeoutError):
    """A query took longer than it was given."""


class QueryCancelledError(SeineError):
    """A query was stopped from outside."""


_E = TypeVar("_E", bound=SeineError)


def within(error: _E, where: str) -> _E:
    """The same error, which says first where it is: ``definitions[1]: unknown column ...``."""
    where = _printable(where)
    error.message = f"{where}: {error.message}"
    if error.rendered:
        error.rendered = f"{where}: {error.rendered}"
    error.args = (error.message,)
    return error


def option_type_error(name: str, expected: str, value: object) -> FilterTypeError:
    """For an option that is of another type than it may be."""
    return FilterTypeError(f"{name} is {expected}, not {value!r}")


def warn_user(message: str) -> None:
    """A FilterWarning at the line that called into the package."""
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, FilterWarning, stacklevel=level)
