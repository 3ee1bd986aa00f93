"""The C++ example of docs/cpp.md, on a store that Python built."""

from __future__ import annotations

import subprocess
from pathlib import Path

import seine as sn
from shop_data import SCHEMA, shop_frames

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/release/example_count"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)


def test_counts_an_audience(tmp_path: Path) -> None:
    store = sn.build(SCHEMA, path=tmp_path / "shop.seine", **shop_frames())
    done = run(str(tmp_path / "shop.seine"), "everyone")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{len(store)} of {len(store)} in ")


def test_points_at_the_place(tmp_path: Path) -> None:
    sn.build(SCHEMA, path=tmp_path / "shop.seine", **shop_frames())
    done = run(str(tmp_path / "shop.seine"), "everyone and gendr = 3")
    assert done.returncode == 2
    assert "gendr" in done.stderr
    assert "^" in done.stderr


def test_says_that_there_is_no_store(tmp_path: Path) -> None:
    done = run(str(tmp_path / "nothing"), "everyone")
    assert done.returncode == 1
    assert "nothing" in done.stderr
