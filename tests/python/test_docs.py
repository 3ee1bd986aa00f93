"""Every example in README.md and docs/ runs, and prints what it says.

In those files a fenced block marked `python` or `sh` is run, in order, in a fresh folder per file.
Python blocks share their names. A block `text` straight after one is all the output expected, where
`…` stands for anything. A block marked `python no-run` or `sh no-run` is only for reading. A block
`toml NAME` becomes the file NAME.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)


@dataclass
class Block:
    line: int
    language: str
    words: str  # what follows the language
    body: str
    adjacent: bool  # only blanks stand between it and the block before


def blocks(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    found, end = [], 0
    for m in BLOCK.finditer(text):
        line = text.count("\n", 0, m.start()) + 1
        found.append(Block(line, m[1], m[2].strip(), m[3], not text[end : m.start()].strip()))
        end = m.end()
    return found


def expect(found: str, wanted: str, place: str) -> None:
    pattern = r"\s+".join(".*?".join(map(re.escape, word.split("…"))) for word in wanted.split())
    assert re.fullmatch(pattern, found.strip(), re.S), (
        f"{place}: printed\n{found}\nexpected\n{wanted}"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_examples(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{command}{os.pathsep}{os.environ['PATH']}")
    names: dict[str, object] = {}
    printed: str | None = None
    for block in blocks(path):
        place = f"{path.name}:{block.line}"
        if block.language == "text" and block.adjacent and printed is not None:
            expect(printed, block.body, place)
            continue
        printed = None
        if "no-run" in block.words:
            continue
        if block.language == "toml" and block.words:
            (tmp_path / block.words).write_text(block.body, encoding="utf-8")
        elif block.language == "python":
            printed = run_python(block.body, place, names)
        elif block.language == "sh":
            printed = run_shell(block.body, place)


def run_python(body: str, place: str, names: dict[str, object]) -> str:
    """As in a notebook: the value of a last line that is an expression is shown."""
    out = io.StringIO()
    lines = body.rstrip().split("\n")
    with contextlib.redirect_stdout(out):
        try:
            last = compile(lines[-1], place, "eval")
        except SyntaxError:
            exec(compile(body, place, "exec"), names)
        else:
            exec(compile("\n".join(lines[:-1]), place, "exec"), names)
            value = eval(last, names)
            if value is not None:
                print(repr(value))
    return out.getvalue()


def run_shell(body: str, place: str) -> str:
    done = subprocess.run(
        ["bash", "-c", f"set -e\n{body}"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=300,
    )
    wanted_code = 2 if "# exit 2" in body else 0
    assert done.returncode == wanted_code, f"{place}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_the_notebook_runs(tmp_path: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    for path in sorted((ROOT / "examples").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": tmp_path}}).execute()
