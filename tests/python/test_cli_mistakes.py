"""What goes wrong in the shell ends with one plain sentence and the right exit code."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import seine as sn
from seine.cli import main
from shop_data import SCHEMA, shop_frames

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "shop.seine"
    sn.build(SCHEMA, path, **shop_frames())
    return path


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Runs the command in this process: its exit code, standard output and error."""

    def run(*arguments: object, stdin: bytes | None = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["seine", *map(str, arguments)])
        source = None if stdin is None else io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", source)
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(ended.value.code or 0), out, err

    return run


def refused(answer: tuple[int, str, str], message: str, lines: int = 1) -> None:
    code, out, err = answer
    assert code == 2, err
    assert out == ""
    assert message in err
    assert err.startswith("seine: ")
    assert err.count("\n") == lines
    err.encode()  # can be printed anywhere


NOT_UTF8 = "\udcff"  # how Python gives the byte \xff of an argument


def test_bytes_that_are_no_utf8(ask: Ask, store: Path, tmp_path: Path) -> None:
    half = NOT_UTF8
    refused(ask("count", store, f'city = "{half}"'), "the filter is not Unicode")
    refused(ask("count", store, "everyone", "--exclude", f"x: city = '{half}'"), "not Unicode")
    refused(ask("count", store, "city = $x", "--param", f"x={half}"), "parameter `$x`: the text is")
    refused(ask("count", store, "city = $x", "--param", f"{half}=x"), "not Unicode")
    refused(ask("count", store, "everyone", "--tz", half), "timezone is not Unicode")
    refused(ask("count", store, "everyone", "--as-of", half), "as_of is not Unicode")
    refused(ask("count", store, "everyone", "--list", f"{half}=x"), "not Unicode")
    refused(ask("count", f"{tmp_path}/{half}.seine", "everyone"), "no store at")
    refused(ask("profile", store, "everyone", "--by", half), "no column `\\udcff`")
    refused(
        ask("count", store, "-", stdin=b'city = "\xff"'), "standard input cannot be read: it is"
    )
    refused(ask("count", store, "-", stdin=None), "standard input, which is closed")
    for name in ("filter", "keys"):
        (tmp_path / name).write_bytes(b"\n\xff\n")
    at = "it is not UTF-8 (byte 0xff on line 2)"
    refused(ask("count", store, f"@{tmp_path}/filter"), at)
    refused(ask("count", store, "everyone", "--list", f"l={tmp_path}/keys"), at)
    refused(ask("build", tmp_path / "keys", "-o", tmp_path / "s"), "is not UTF-8")
    assert ask("count", store, "-", stdin="\ufeffcity = '新北市'".encode()) == (0, "1\n", "")


def test_options_that_say_nothing(ask: Ask, store: Path) -> None:
    refused(ask("count", store, "everyone", "--as-of", ""), "as_of is empty")
    refused(ask("count", store, "everyone", "--tz", ""), "timezone is empty")


def test_names_that_come_twice_or_are_not_there(ask: Ask, store: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text("1\n")
    twice = ("--param", "x=10", "--param", "$x=20")
    refused(ask("count", store, "age > $x", *twice), "--param gives `x` twice")
    lists = ("--list", f"l={keys}", "--list", f"l={keys}")
    refused(ask("count", store, 'member in list("l")', *lists), "--list gives `l` twice")
    refused(ask("count", store, "everyone", "--param", "y=20"), "no parameter `$y`; it has none")
    near = ask("count", store, "age > $least", "--param", "leest=20")
    refused(near, "the filter has no parameter `$leest`; did you mean `$least`?")
    empty = ask("count", store, "city in $c", "--param", "c=( )")
    refused(empty, "the parameter `$c` is an empty list")


def test_exclusions_are_named(ask: Ask, store: Path) -> None:
    wrong = ask("count", store, "everyone", "--exclude", "young: agee < 3")
    refused(wrong, 'seine: in the exclusion "young": unknown column `agee`', lines=3)
    assert "\n  young: agee < 3\n         ^^^^" in wrong[2]


def test_files_that_are_no_stores(ask: Ask, store: Path, tmp_path: Path) -> None:
    schema, data = tmp_path / "shop.toml", tmp_path / "members.csv"
    schema.write_text('[tables.m]\nsource = "members.csv"\nkey = "id"\n')
    data.write_text("id\n1\n")
    refused(ask("count", schema, "everyone"), "is a file, not a store; a store is a folder; build")
    refused(ask("info", data), "is a file, not a store")
    refused(ask("verify", data), "is a file, not a store")
    refused(ask("info", tmp_path), "is a folder, but not a store")
    refused(ask("build", schema, "-o", data), "is a file, so no store can be written there")
    refused(ask("build", schema, "-o", tmp_path), "is not a store (it holds `members.csv`)")
    refused(ask("build", schema, "-o", tmp_path / "no" / "such"), "there is no folder")
    refused(ask("demo", "-o", data), "is a file, so no store can be written there")
    refused(ask("ids", store, "everyone", "-o", store.with_suffix(".csv") / "x.csv"), "no folder")
    (tmp_path / "keys.csv").mkdir()
    refused(ask("ids", store, "everyone", "-o", tmp_path / "keys.csv"), "is a folder, not a file")
    assert data.read_text() == "id\n1\n"


def test_files_of_filters(
    ask: Ask, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("f.txt").write_text("gender = 'F'")
    refused(ask("count", store, "f.txt"), "there is a file of that name; did you mean @f.txt?")
    assert ask("count", store, "@f.txt") == (0, "4\n", "")
    refused(ask("count", store, "@g.txt"), "file g.txt cannot be read: there is no such file")
    refused(ask("count", store, "@."), "file . cannot be read: it is a folder")
    missing = ask("count", store, "everyone", "--list", "l=g.txt")
    refused(missing, "the list file g.txt cannot be read: there is no such file")


def test_odd_filters_are_told(ask: Ask, store: Path) -> None:
    code, out, err = ask("check", store, 'city = "Taipe"')
    assert (code, out) == (0, 'city = "Taipe"\nvalid; reads city\n')
    assert 'seine: warning: no row of customers.city has the value "Taipe"' in err
    code, out, _ = ask("check", store, 'city = "Taipe"', "--format", "json")
    assert '"warnings": ["no row of' in out
    # What a parameter is missing for cannot be asked.
    assert ask("check", store, 'city = "Taipe" and age > $x')[0] == 0
    parameter = ("city = $c", "--param", "c=Taipe")
    assert "Taipei" in ask("check", store, *parameter)[2]


def test_ids_in_a_file_and_in_json(ask: Ask, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    code, out, _ = ask("ids", store, "age > 40", "-o", file, "--format", "json")
    assert code == 0
    assert f'"file": "{file}"' in out
    assert '"count": 1' in out
    assert file.read_text() == "2\n"


def test_profiles_are_limited(ask: Ask, store: Path) -> None:
    code, out, err = ask("profile", store, "everyone", "--by", "city", "--limit", 1)
    assert code == 0
    assert out.count("\n") == 3  # the header, a city, those without one
    assert err == "seine: city: 2 more values; --limit 0 shows all\n"
    assert ask("profile", store, "everyone", "--by", "city", "--limit", 0)[1].count("\n") == 5
    as_json = ("--by", "city", "--limit", 2, "--format", "json")
    code, out, err = ask("profile", store, "everyone", *as_json)
    assert '"more": {"city": 1}' in out
    assert err == ""


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, env={**os.environ, **environment}, timeout=120
    )


def seine(store: Path, *arguments: str) -> str:
    return " ".join([sys.executable, "-m", "seine.cli", arguments[0], str(store), *arguments[1:]])


@pytest.mark.slow
def test_output_that_nobody_takes(store: Path) -> None:
    for redirected in (">&-", ">/dev/full"):
        for command in ("count", "ids"):
            done = shell(f"{seine(store, command, 'everyone')} {redirected}")
            assert done.returncode == 1, done
            assert done.stderr.count(b"\n") == 1, done.stderr
            assert done.stderr.startswith(b"seine: ")
    done = shell(f"set -o pipefail; {seine(store, 'ids', 'everyone')} | true")
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.slow
def test_encodings_other_than_utf8(store: Path) -> None:
    chinese = seine(store, "check", """'city = "新北市"'""")
    piped = shell(chinese, PYTHONIOENCODING="latin-1")
    assert piped.returncode == 0, piped.stderr
    assert 'city = "新北市"'.encode() in piped.stdout
    # A terminal shows what it lacks as escapes.
    parent, child = pty.openpty()
    done = subprocess.run(
        ["bash", "-c", chinese], stdout=child, env={**os.environ, "PYTHONIOENCODING": "latin-1"}
    )
    os.close(child)
    assert done.returncode == 0
    assert rb"city = " + rb'"\u65b0\u5317\u5e02"' in os.read(parent, 4096)
    os.close(parent)


@pytest.mark.slow
def test_the_demo_prints_a_command_that_runs(tmp_path: Path) -> None:
    started = Path(sys.executable).with_name("seine")
    done = shell(f"{started} demo --members 1000 -o {tmp_path}/d.seine", PATH="/usr/bin:/bin")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().splitlines()[-2:]
    assert lines[0].strip().startswith(f"{started} count {tmp_path}/d.seine ")
    again = shell(lines[0].strip(), PATH="/usr/bin:/bin")
    assert again.returncode == 0
    assert again.stdout.strip().isdigit()
    path = f"{started.parent}:/usr/bin:/bin"
    on_path = shell(f"seine demo --members 1000 -o {tmp_path}/e.seine", PATH=path)
    assert f"  seine count {tmp_path}/e.seine ".encode() in on_path.stdout
