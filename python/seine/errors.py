"""What can go wrong, by whose fault: the filter's, the schema's, the data's, or the store's."""

from __future__ import annotations

from typing import Any

__all__ = [
    "DamagedStoreError",
    "DataError",
    "FilterError",
    "FilterTypeError",
    "QueryCancelledError",
    "QueryTimeoutError",
    "SchemaError",
    "SeineError",
    "StoreError",
    "StoreNotFoundError",
]


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
        super().__init__(message)
        self.message = message
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


class FilterError(SeineError, ValueError):
    """A filter says something that the language or the store does not have."""


class FilterTypeError(FilterError, TypeError):
    """Something stands where a filter must, or a filter where Python wants true or false."""


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


class DamagedStoreError(StoreError):
    """A file of the store is damaged; the message names the file and its section."""


class QueryTimeoutError(SeineError, TimeoutError):
    """A query took longer than it was given."""


class QueryCancelledError(SeineError):
    """A query was stopped from outside."""
