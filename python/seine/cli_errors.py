"""How errors end a command: one clear message on standard error, and the exit code."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from .errors import (
    DataError,
    FilterError,
    NotAStoreError,
    SchemaError,
    SeineError,
    StoreNotFoundError,
)

__all__ = ["fail", "handled", "reason_of"]

_F = TypeVar("_F", bound=Callable[..., None])

# What the user gave is wrong.
_INPUT = (FilterError, SchemaError, DataError, StoreNotFoundError, NotAStoreError)


def fail(message: str, code: int) -> NoReturn:
    print(f"seine: {message}", file=sys.stderr)
    raise SystemExit(code)


def reason_of(error: OSError) -> str:
    """Why a file cannot be read or written, in words."""
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "it is a folder"
        case PermissionError():
            return "this account may not do that"
    return (error.strerror or str(error)).lower()


def handled(command: _F) -> _F:
    """Turns exceptions into one clear message and the exit code."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except _INPUT as error:
            fail(str(error), 2)
        except SeineError as error:
            fail(str(error), 1)
        except ImportError as error:
            fail(str(error), 1)
        except BrokenPipeError:
            raise
        except KeyboardInterrupt:
            fail("stopped", 1)
        except OSError as error:
            where = f"{error.filename}: " if error.filename is not None else ""
            fail(where + reason_of(error), 1)

    return run  # type: ignore[return-value]
