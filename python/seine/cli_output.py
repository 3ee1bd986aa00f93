"""Member keys into files, by the file's extension."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from .audience import Audience
from .errors import FilterError

__all__ = ["check_output", "write_ids"]

# A spreadsheet would run a cell that begins like this.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check_output(path: Path) -> None:
    """FilterError for an extension that is not known, or a folder that is not there."""
    if path.suffix.lower() not in _WRITERS:
        raise FilterError(
            f"what kind of file is {path.name}?", hint=f"known extensions: {', '.join(_WRITERS)}"
        )
    if path.is_dir():
        raise FilterError(f"{path} is a folder, not a file to write to")
    if not path.parent.is_dir():
        raise FilterError(f"there is no folder {path.parent} for {path.name}")


def write_ids(audience: Audience, path: Path) -> None:
    """Writes keys in key order; ``.roaring`` holds ordinals, with a .json beside it that says of
    which store and version. Precondition: check_output."""
    _WRITERS[path.suffix.lower()](audience, path)


def _cell(key: Any) -> Any:
    return f"'{key}" if isinstance(key, str) and key.startswith(_FORMULA) else key


def _csv(audience: Audience, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([_cell(audience._key_name())])
        writer.writerows([_cell(key)] for key in audience.sorted_keys().tolist())


def _txt(audience: Audience, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{key}\n" for key in audience.sorted_keys().tolist())


def _json(audience: Audience, path: Path) -> None:
    path.write_text(
        json.dumps(audience.sorted_keys().tolist(), ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _frame(audience: Audience) -> Any:
    import polars as pl

    key = audience._key_name()
    return pl.DataFrame({key: pl.Series(audience.sorted_keys(), dtype=audience._key_type(pl))})


def _parquet(audience: Audience, path: Path) -> None:
    _frame(audience).write_parquet(path)


def _arrow(audience: Audience, path: Path) -> None:
    _frame(audience).write_ipc(path)


def _roaring(audience: Audience, path: Path) -> None:
    path.write_bytes(audience.bitmap())
    beside = path.with_name(path.name + ".json")
    about = {"store": audience.store.id, "version": audience.store.version, "count": len(audience)}
    beside.write_text(json.dumps(about) + "\n", encoding="utf-8")


_WRITERS = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".arrow": _arrow,
    ".json": _json,
    ".txt": _txt,
    ".roaring": _roaring,
}
