"""What lies where a store is to be opened or written, in words for a person."""

from __future__ import annotations

import re
from pathlib import Path

from .errors import NotAStoreError, StoreNotFoundError

__all__ = ["check_store_to_open", "check_store_to_write"]

_OWN = re.compile(r"CURRENT|CURRENT\.new|LOCK|g[0-9]{10}")


def check_store_to_open(path: Path) -> None:
    """StoreNotFoundError: nothing is there. NotAStoreError: something else is."""
    if path.is_dir():
        if not (path / "CURRENT").exists() and _foreign(path):
            raise NotAStoreError(f"{_named(path)} is a folder, but not a store")
        return
    if not path.exists():
        raise StoreNotFoundError(f"there is no store at {_named(path)}")
    hint = "a store is a folder, which `seine build` makes"
    if path.suffix == ".toml":
        hint = f"a store is a folder; build one from the schema: seine build {path} -o STORE"
    raise NotAStoreError(f"{_named(path)} is a file, not a store", hint=hint)


def check_store_to_write(path: Path) -> None:
    """NotAStoreError: what is there is no store, and no new or empty folder; nothing is to be
    replaced then. Asked before anything is read; the engine looks again when it writes."""
    if path.is_dir():
        if foreign := _foreign(path):
            raise NotAStoreError(
                f"the folder {_named(path)} is not a store (it holds `{foreign}`), so nothing was "
                "replaced",
                hint="name a new folder, or an empty one",
            )
    elif path.exists():
        raise NotAStoreError(
            f"{_named(path)} is a file, so no store can be written there",
            hint="name a new folder for the store",
        )
    elif not path.parent.is_dir():
        raise NotAStoreError(f"there is no folder {_named(path.parent)} for {path.name}")


def _foreign(folder: Path) -> str | None:
    """Something in the folder that no store has."""
    return min((e.name for e in folder.iterdir() if not _OWN.fullmatch(e.name)), default=None)


def _named(path: Path) -> str:
    """As a person reads it: bytes that are no UTF-8 are spelled out."""
    return str(path).encode(errors="surrogateescape").decode(errors="backslashreplace")
