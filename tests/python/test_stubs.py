"""The committed stub of the extension module says what the module has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_stub_matches_the_module() -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy.stubtest", "seine._core", "--concise"),
            *("--allowlist", str(Path(__file__).with_name("stubtest_allowlist.txt"))),
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
