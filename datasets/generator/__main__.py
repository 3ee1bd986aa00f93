"""Writes the generated retailer as Parquet files (python -m seine.datasets.generator)."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import polars as pl

from .. import schema_path
from .population import Retail


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m seine.datasets.generator", description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder, made when absent")
    arguments = parser.parse_args()
    write(Retail(arguments.members, arguments.seed), arguments.output)


def write(retail: Retail, folder: Path) -> None:
    """Parquet files: a folder per table, a file per lookup; and retail.toml, which builds them."""
    for name, frames in retail.tables().items():
        if isinstance(frames, pl.DataFrame):
            folder.mkdir(parents=True, exist_ok=True)
            frames.write_parquet(folder / f"{name}.parquet")
            continue
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number, frame in enumerate(frames):
            frame.write_parquet(folder / name / f"{number:05d}.parquet")
    shutil.copy(schema_path("retail"), folder / "retail.toml")


if __name__ == "__main__":
    main()
