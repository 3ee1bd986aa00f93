"""A line of progress on standard error, only where a person watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .build import Progress

__all__ = ["build_progress"]


@contextmanager
def build_progress() -> Iterator[Progress | None]:
    """Gives what `build` calls with rows read; shows them after the first second."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    console = Console(stderr=True)
    began = time.monotonic()
    with console.status("reading") as status:

        def progress(table: str, what: str) -> None:
            if time.monotonic() - began > 1:
                status.update(f"reading {table}: {what}")

        yield progress
