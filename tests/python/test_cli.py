"""The command: its words, its exit codes, and that only results go to standard output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyroaring
import pytest
import seine as sn
from seine.demo import generator_hash
from shop_data import SCHEMA, shop_frames


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "shop.seine"
    sn.build(SCHEMA, path, **shop_frames())
    return path


def run(*arguments: object, code: int = 0, text: str | None = None) -> tuple[str, str]:
    """Standard output and standard error, after checking the exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "seine.cli", *map(str, arguments)],
        input=text,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        timeout=120,
    )
    assert done.returncode == code, done.stdout + done.stderr
    if code != 0:
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


def test_count(store: Path) -> None:
    assert run("count", store, "gender = 'F'") == ("4\n", "")
    assert run("count", store, "any orders", "--as-of", "2025-01-01")[0] == "1\n"
    assert run("count", store, "any orders where at in 2025-04", "--tz", "Asia/Taipei")[0] == "2\n"
    assert run("count", store, "everyone", "--threads", "1")[0] == "6\n"


def test_filters_from_files_and_standard_input(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "f.txt"
    file.write_text("gender = 'F'  # women\n")
    assert run("count", store, f"@{file}")[0] == "4\n"
    file.write_text('{"include": {"=": [{"col": "gender"}, "F"]}, "exclude": {"b": "age < 30"}}')
    assert run("count", store, f"@{file}")[0] == "2\n"
    file.write_text('include: gender = "F"\nexclude "b": age < 30\n')
    assert run("count", store, f"@{file}")[0] == "2\n"
    assert run("count", store, "-", text="no orders")[0] == "2\n"
    assert "cannot be read" in run("count", store, "@nowhere.txt", code=2)[1]


def test_count_as_json(store: Path) -> None:
    out, _ = run("count", store, "gender = 'F'", "--exclude", "young: age < 30", "--format", "json")
    answer = json.loads(out)
    assert list(answer) == [
        "count", "population", "as_of", "timezone", "snapshot", "definition", "excluded",
        "warnings", "elapsed_ms",
    ]  # fmt: skip
    assert answer["count"] == 2
    assert answer["population"] == 6
    assert answer["timezone"] == "Europe/London"
    assert answer["as_of"] == "2025-05-20T09:00:00.000001+01:00"
    assert answer["excluded"] == [{"name": "young", "alone": 2, "removed": 2}]


def test_exclusions_and_warnings_go_to_standard_error(store: Path) -> None:
    out, err = run("count", store, "city = 'Taipe'", "--exclude", "x: age < 30")
    assert out == "0\n"
    assert "Taipei" in err
    assert '"x" removed 0' in err


def test_parameters_and_lists(store: Path, tmp_path: Path) -> None:
    assert run("count", store, "age >= $least", "--param", "least=30")[0] == "3\n"
    assert run("count", store, "city = $city", "--param", "city=Taipei")[0] == "2\n"
    assert run("count", store, "spend = $x", "--param", "x=10.50")[0] == "2\n"
    assert run("count", store, "born < $d", "--param", "d=1990-03-01")[0] == "2\n"
    keys = tmp_path / "keys.txt"
    keys.write_text("1\n2\n\n77\n")
    assert run("count", store, 'member in list("mine")', "--list", f"mine={keys}")[0] == "2\n"
    assert "--param" in run("count", store, "age > $x", "--param", "x", code=2)[1]
    assert "$x" in run("count", store, "age > $x", code=2)[1]
    assert "cannot be read" in run("count", store, "everyone", "--list", "a=nowhere", code=2)[1]


@pytest.mark.slow
def test_ids(store: Path, tmp_path: Path) -> None:
    assert run("ids", store, "gender = 'F'")[0] == "1\n3\n4\n6\n"
    assert json.loads(run("ids", store, "age > 40", "--format", "json")[0])["ids"] == [2]
    readers = {
        "x.csv": lambda p: pl.read_csv(p)["id"].to_list(),
        "x.txt": lambda p: [int(line) for line in p.read_text().split()],
        "x.json": lambda p: json.loads(p.read_text()),
        "x.parquet": lambda p: pl.read_parquet(p)["id"].to_list(),
        "x.arrow": lambda p: pl.read_ipc(p)["id"].to_list(),
    }
    for name, read in readers.items():
        out, err = run("ids", store, "gender = 'F'", "-o", tmp_path / name)
        assert out == ""
        assert "4 members" in err
        assert read(tmp_path / name) == [1, 3, 4, 6], name
    run("ids", store, "gender = 'F'", "-o", tmp_path / "x.roaring")
    bitmap = pyroaring.BitMap.deserialize((tmp_path / "x.roaring").read_bytes())
    opened = sn.open(store)
    assert opened.audience_from_bitmap(bitmap) == opened.audience("gender = 'F'")
    beside = json.loads((tmp_path / "x.roaring.json").read_text())
    assert beside == {"store": opened.id, "version": opened.version, "count": 4}
    assert "known extensions" in run("ids", store, "everyone", "-o", "x.xls", code=2)[1]


def test_csv_cells_are_no_formulas(tmp_path: Path) -> None:
    schema = {"tables": {"people": {"key": "k"}}}
    sn.build(schema, tmp_path / "s", people=pl.DataFrame({"k": ["=1+1", "@x", "plain"]}))
    run("ids", tmp_path / "s", "everyone", "-o", tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text() == "k\n'=1+1\n'@x\nplain\n"


def test_explain_profile_check_info_verify(store: Path) -> None:
    out, _ = run("explain", store, "gender = 'F' and any orders")
    assert "gender" in out
    assert "3 of 6 members" in out
    assert json.loads(run("explain", store, "age > 3", "--format", "json")[0])["root"]["text"]
    out, _ = run("profile", store, "gender = 'F'", "--by", "city", "--by", "orders.channel")
    assert "Taipei" in out
    answer = json.loads(run("profile", store, "everyone", "--by", "city", "--format", "json")[0])
    assert {key: answer["profile"][1][key] for key in ("column", "value", "count")} == {
        "column": "city",
        "value": "Taipei",
        "count": 2,
    } or any(row["value"] == "Taipei" and row["count"] == 2 for row in answer["profile"])
    out, _ = run("check", store, "gender = 'F' and any orders where amount > $x")
    assert "valid" in out
    assert "gender" in out
    assert "$x" in out
    assert "customers" in run("info", store)[0]
    assert json.loads(run("info", store, "--format", "json")[0])["members"] == 6
    assert "sound" in run("verify", store)[0]


def test_errors_of_the_user(store: Path, tmp_path: Path) -> None:
    _, err = run("count", store, 'gendr = "F"', code=2)
    assert "did you mean `gender`?" in err
    assert "\n  ^^^^^" in err
    assert "everyone" in run("count", store, "", code=2)[1]
    assert "no store" in run("count", tmp_path / "nothing", "everyone", code=2)[1].lower()
    assert "no store" in run("verify", tmp_path / "nothing", code=2)[1].lower()
    run("count", store, code=2)
    run("count", store, "everyone", "--nonsense", code=2)
    run("nonsense", code=2)
    assert "zone" in run("count", store, "everyone", "--tz", "Mars", code=2)[1]
    assert "nothing" in run("profile", store, "everyone", "--by", "nothing", code=2)[1]


def test_a_damaged_store_ends_with_1(tmp_path: Path) -> None:
    path = tmp_path / "shop.seine"
    sn.build(SCHEMA, path, **shop_frames())
    largest = max((p for p in path.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 3] ^= 0x40
    largest.write_bytes(data)
    _, err = run("verify", path, code=1)
    assert largest.name in err


def test_build(tmp_path: Path) -> None:
    for name, frame in shop_frames().items():
        frame.write_parquet(tmp_path / f"{name}.parquet")
    schema = tmp_path / "shop.toml"
    schema.write_text(
        """
[tables.customers]
source = "customers.parquet"
key = "id"
columns.gender = "category"
[tables.orders]
parent = "customers"
source = "orders.parquet"
parent_key = "id"
time = "at"
columns.at = "timestamp"
"""
    )
    out, _ = run("build", schema, "-o", tmp_path / "s")
    assert "customers: read 6 rows, kept 6" in out
    assert run("count", tmp_path / "s", "any orders")[0] == "4\n"
    answer = json.loads(run("build", schema, "-o", tmp_path / "s", "--format", "json")[0])
    assert answer["version"] == 2
    elsewhere = tmp_path / "elsewhere.toml"
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "x.toml").write_text(schema.read_text())
    run("build", tmp_path / "sub" / "x.toml", "--data", tmp_path, "-o", tmp_path / "t")
    elsewhere.write_text("[tables.customers\n")
    assert "line 1" in run("build", elsewhere, "-o", tmp_path / "u", code=2)[1]
    assert "no file" in run("build", tmp_path / "sub" / "x.toml", "-o", tmp_path / "u", code=2)[1]


@pytest.mark.slow
def test_help_and_completion() -> None:
    out, _ = run("--help")
    for command in (
        "build",
        "info",
        "count",
        "ids",
        "explain",
        "profile",
        "check",
        "verify",
        "demo",
    ):
        assert command in out
        assert f"Example: seine {command}" in run(command, "--help")[0]
    assert "--install-completion" in out
    assert run("--version")[0].startswith("seine ")


def test_demo(tmp_path: Path) -> None:
    out, _ = run("demo", "--members", 5000, "-o", tmp_path / "demo.seine")
    assert "5,000 members" in out
    for number in range(1, 7):
        assert f"\n{number}. " in out
    assert "blocked: −" in out
    assert "index" in out
    assert run("count", tmp_path / "demo.seine", "everyone")[0] == "5000\n"


def test_the_demo_store_is_that_of_its_generator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "seine/demo-1000-7.seine").mkdir(parents=True)
    command = ("demo", "--members", 1000, "--seed", 7)
    assert "built" in run(*command)[1]
    assert "opened" in run(*command)[1]
    assert len(list((tmp_path / "seine").iterdir())) == 1
    folder = tmp_path / "generator"
    (folder / "generator").mkdir(parents=True)
    (folder / "retail.toml").write_text("")
    (folder / "generator/words.py").write_text("GREETING = 'hello'")
    before = generator_hash(folder)
    (folder / "generator/words.py").write_text("GREETING = 'hi'")
    assert generator_hash(folder) != before


def test_a_key_keeps_its_zeros(tmp_path: Path) -> None:
    path = tmp_path / "store"
    people = pl.DataFrame({"id": ["007", "7", "8"], "age": [7, 8, 9]})
    sn.build(
        {"tables": {"people": {"key": "id", "columns": {"age": "integer"}}}}, path, people=people
    )
    assert run("ids", path, "member = $p", "--param", "p=007")[0] == "007\n"
    assert run("ids", path, "member = $p", "--param", "p=7")[0] == "7\n"
    assert run("ids", path, "age = $p", "--param", "p=007")[0] == "007\n"


def test_each_parameter_is_read_for_its_place(store: Path) -> None:
    text = "city = $city and age >= $least"
    assert run("count", store, text, "--param", "city=123", "--param", "least=30")[0] == "0\n"
    month = ("any orders where at in $month", "--param", "month=2025-04")
    assert run("count", store, *month, "--tz", "Asia/Taipei")[0] == "2\n"
    listed = ("city in $cities", "--param", "cities=(Taipei, \"a, b\", 'x')")
    assert run("count", store, *listed)[0] == "2\n"
    assert run("count", store, "age in $ages", "--param", "ages=(30, 51)")[0] != "0\n"
    refused = run("count", store, "age > $x", "--param", "x=old", code=2)[1]
    assert "number" in refused


def test_mistakes_are_found_before_anything_is_asked(store: Path, tmp_path: Path) -> None:
    assert "no folder" in run("ids", store, "everyone", "-o", tmp_path / "no/x.csv", code=2)[1]
    assert "did you mean `city`?" in run("profile", store, "everyone", "--by", "citty", code=2)[1]


def test_files_that_do_not_fit(tmp_path: Path) -> None:
    schema = tmp_path / "s.toml"
    schema.write_text('[tables.m]\nsource = "m.csv"\nkey = "Id"\ncolumns.age = "integer"\n')
    for rows, expected in {
        "Id,Age\n1,2\n": "no column `age`, which tables.m names; did you mean `Age`?",
        "Id,age\n1,2\n2,3,4\n": "seine: %s, line 3: 3 fields, but the header has 2",
        "Id,age\n1,2\n2\n": "seine: %s, line 3: 1 fields, but the header has 2",
        "Id,age\n1,2\n2,x\n": 'seine: %s, line 3, column `age`: "x" is not an integer',
    }.items():
        (tmp_path / "m.csv").write_text(rows)
        error = run("build", schema, "-o", tmp_path / "s", code=2)[1]
        assert expected.replace("%s", str(tmp_path / "m.csv")) in error
        assert not (tmp_path / "s").exists()
