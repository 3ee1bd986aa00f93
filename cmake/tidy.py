"""clang-tidy over our C++ files, side by side, and only those that changed since they last passed.

    tidy.py BUILD_DIR FILE...

A file counts as changed when it, a header of ours that it includes (however indirectly), the
checks or clang-tidy itself did. What passed is noted in build/tidy.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIDY = Path(sys.executable).parent / "clang-tidy"
PASSED = ROOT / "build" / "tidy"


@cache
def text(path: str) -> str:
    return (ROOT / path).read_text()


@cache
def reach(path: str) -> frozenset[str]:
    """The file and all headers of ours that it includes."""
    found: set[str] = set()
    waiting = [path]
    while waiting:
        current = waiting.pop()
        if current in found or not (ROOT / current).is_file():
            continue
        found.add(current)
        waiting += re.findall(r'^#include "([^"]+)"', text(current), re.MULTILINE)
    return frozenset(found)


def fingerprint(path: str, version: str) -> str:
    digest = hashlib.sha256(version.encode())
    for name in [".clang-tidy", *sorted(reach(path))]:
        digest.update(f"{name}\0{text(name)}\0".encode())
    return digest.hexdigest()


def check(build: str, path: str, stamp: Path) -> bool:
    # -w: warnings are the compiler's business, and clang does not know all of GCC's flags.
    command = [str(TIDY), "-p", build, "--quiet", "--extra-arg=-w", path]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if result.returncode != 0:
        print(result.stdout.strip() or result.stderr.strip(), flush=True)
        return False
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.touch()
    return True


def main(build: str, files: list[str]) -> int:
    commands = json.loads((ROOT / build / "compile_commands.json").read_text())
    known = {os.path.relpath(entry["file"], ROOT) for entry in commands}
    version = subprocess.run([str(TIDY), "--version"], capture_output=True, text=True).stdout
    stamps = {path: PASSED / fingerprint(path, version) for path in files if path in known}
    changed = [path for path in stamps if not stamps[path].exists()]
    with ThreadPoolExecutor(int(os.environ.get("JOBS") or os.cpu_count() or 2)) as pool:
        clean = list(pool.map(lambda path: check(build, path, stamps[path]), changed))
    found = clean.count(False)
    print(f"clang-tidy: {len(stamps)} files, {len(changed)} changed, {found} with findings")
    return 1 if False in clean else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
