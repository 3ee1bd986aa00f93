"""clang-tidy over our C++ files, side by side, and only those that changed since they last passed.

    tidy.py BUILD_DIR FILE...

A file counts as changed when it, a header of ours that it includes (however indirectly), the
checks or clang-tidy itself did. What passed is noted in build/tidy.

Reading headers is most of the work, so the changed files of a library are checked in batches, one
file that includes several of them, as the compiler gets them, too.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIDY = Path(sys.executable).parent / "clang-tidy"
PASSED = ROOT / "build" / "tidy"
# Libraries whose unnamed namespaces have names that are unique in their folder.
LIBRARIES = ("engine", "query")
BATCH = 8


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


@dataclass(frozen=True)
class Task:
    """Files that are checked together, and the compiler's arguments for them."""

    files: tuple[str, ...]
    arguments: tuple[str, ...]

    def source(self) -> str:
        if len(self.files) == 1:
            return self.files[0]
        name = hashlib.sha256("\0".join(self.files).encode()).hexdigest()[:16]
        batch = PASSED / "batches" / f"{name}.cc"
        batch.parent.mkdir(parents=True, exist_ok=True)
        batch.write_text("".join(f'#include "{ROOT / file}"\n' for file in self.files))
        return str(batch)


def arguments_of(entry: dict[str, str]) -> tuple[str, ...]:
    """What the compiler is told, without itself, the files, and what clang does not know."""
    words = shlex.split(entry["command"])
    kept: list[str] = []
    skip = False
    for word in words[next(i for i, w in enumerate(words) if w.startswith("-")) :]:
        if skip or word in ("-c", "-MD") or word.startswith("-W"):
            skip = False
        elif word in ("-o", "-MF", "-MT"):
            skip = True
        elif os.path.normpath(os.path.join(entry["directory"], word)) != entry["file"]:
            kept.append(word)
    return tuple(kept)


def tasks_of(files: list[str], entries: dict[str, dict[str, str]]) -> list[Task]:
    alone = [f for f in files if f.split("/")[0] not in LIBRARIES or "/kernels" in f]
    tasks = [Task((file,), arguments_of(entries[file])) for file in alone]
    for library in LIBRARIES:
        own = [f for f in files if f not in alone and f.startswith(f"{library}/")]
        for i in range(0, len(own), BATCH):
            tasks.append(Task(tuple(own[i : i + BATCH]), arguments_of(entries[own[i]])))
    return sorted(tasks, key=lambda task: -len(task.files))  # the long ones first


def check(task: Task, stamps: dict[str, Path]) -> bool:
    # -w: warnings are the compiler's business.
    checks = "--checks=-bugprone-suspicious-include"
    command = [str(TIDY), "--quiet", checks, task.source(), "--", *task.arguments, "-w"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if result.returncode != 0:
        print(result.stdout.strip() or result.stderr.strip(), flush=True)
        return False
    for file in task.files:
        stamps[file].parent.mkdir(parents=True, exist_ok=True)
        stamps[file].touch()
    return True


def main(build: str, files: list[str]) -> int:
    database = json.loads((ROOT / build / "compile_commands.json").read_text())
    entries = {os.path.relpath(entry["file"], ROOT): entry for entry in database}
    version = subprocess.run([str(TIDY), "--version"], capture_output=True, text=True).stdout
    stamps = {path: PASSED / fingerprint(path, version) for path in files if path in entries}
    changed = [path for path in stamps if not stamps[path].exists()]
    tasks = tasks_of(changed, entries)
    with ThreadPoolExecutor(int(os.environ.get("JOBS") or os.cpu_count() or 2)) as pool:
        clean = list(pool.map(lambda task: check(task, stamps), tasks))
    bad = sum(len(task.files) for task, passed in zip(tasks, clean, strict=True) if not passed)
    print(f"clang-tidy: {len(stamps)} files, {len(changed)} changed, {bad} not clean")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
