"""Files: every kind, and every way in which one can be wrong, with the place of the wrong."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest
import seine as sn
from seine.io import SourceFile, find_files
from seine.text_files import TextFile

SCHEMA = """
[tables.people]
source = "people.csv"
key = "id"
[tables.people.columns]
age = "integer"
city = "category"
"""
PEOPLE = b"id,age,city\n001,20,Taipei\n002,,\xe6\x96\xb0\xe5\x8c\x97\xe5\xb8\x82\n003,40,\n"


def rows(path: Path, separator: str = "", columns: tuple[str, ...] = ("a", "b")) -> list[object]:
    file = SourceFile(path, separator)
    return list(pl.DataFrame(file.stream(list(columns))).rows())


def build(folder: Path, schema: str = SCHEMA) -> sn.Store:
    return sn.build(schema, data=folder)


def check(store: sn.Store) -> None:
    assert store.everyone().keys().tolist() == ["001", "002", "003"]
    assert store.count("age = 20") == 1
    assert store.count("age is missing") == 1
    assert store.count('city = "新北市"') == 1
    assert store.count("city is missing") == 1


@pytest.mark.parametrize(
    "data",
    [
        PEOPLE,
        b"\xef\xbb\xbf" + PEOPLE,
        PEOPLE.replace(b"\n", b"\r\n"),
        PEOPLE + b"\n",
        PEOPLE.rstrip(b"\n"),
        PEOPLE.replace(b"001", b'"001"'),
    ],
    ids=["plain", "bom", "crlf", "blank line at the end", "no newline at the end", "quoted"],
)
def test_csv(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "people.csv").write_bytes(data)
    check(build(tmp_path))


def test_compressed(tmp_path: Path) -> None:
    (tmp_path / "people.csv.gz").write_bytes(gzip.compress(PEOPLE))
    check(build(tmp_path, SCHEMA.replace("people.csv", "people.csv.gz")))
    pl.read_csv(PEOPLE, infer_schema=False).write_csv(tmp_path / "x.csv")
    if shutil.which("zstd"):
        (tmp_path / "people.csv").write_bytes(PEOPLE)
        subprocess.run(["zstd", "-q", tmp_path / "people.csv"], check=True)
        check(build(tmp_path, SCHEMA.replace("people.csv", "people.csv.zst")))
        assert SourceFile(tmp_path / "people.csv.zst").line_of_row(2) == 4


@pytest.mark.parametrize("separator", [";", "\t", "|", "whitespace"])
def test_separators(tmp_path: Path, separator: str) -> None:
    mark = b"  " if separator == "whitespace" else separator.encode()
    data = b"id,age,city\n001,20,Taipei\n002,30,Tainan\n".replace(b",", mark)
    (tmp_path / "people.csv").write_bytes(data)
    said = separator.replace("\t", "\\t")
    store = build(tmp_path, SCHEMA.replace("key =", f'separator = "{said}"\nkey ='))
    assert store.everyone().keys().tolist() == ["001", "002"]
    assert store.count("age = 30") == 1


def test_other_formats(tmp_path: Path) -> None:
    frame = pl.DataFrame({"id": ["001", "002", "003"], "age": [20, None, 40]}).with_columns(
        city=pl.Series(["Taipei", "新北市", None], dtype=pl.Categorical)
    )
    frame.write_parquet(tmp_path / "p.parquet")
    frame.write_ipc(tmp_path / "p.arrow")
    frame.write_ipc_stream(tmp_path / "p.arrows")
    frame.with_columns(pl.col("city").cast(pl.String)).write_ndjson(tmp_path / "p.jsonl")
    for name in ("p.parquet", "p.arrow", "p.arrows", "p.jsonl"):
        check(build(tmp_path, SCHEMA.replace("people.csv", name)))


def test_globs_and_lists(tmp_path: Path) -> None:
    for number, line in enumerate((b"001,20,Taipei\n", b"002,,\xe6\x96\xb0\n", b"003,40,\n")):
        (tmp_path / f"p{number}.csv").write_bytes(b"id,age,city\n" + line)
    assert len(build(tmp_path, SCHEMA.replace("people.csv", "p*.csv"))) == 3
    listed = SCHEMA.replace('"people.csv"', '["p2.csv", "p0.csv"]')
    assert build(tmp_path, listed).everyone().keys().tolist() == ["001", "003"]
    assert [p.name for p in find_files(["p*.csv"], tmp_path)] == ["p0.csv", "p1.csv", "p2.csv"]
    with pytest.raises(sn.DataError, match=r"no file .*q\*\.csv"):
        find_files(["q*.csv"], tmp_path)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a,b\n1,2\n3\n", 3),
        (b"a,b\n1,2\n3,4,5\n", 3),
        (b'a,b\n"x\ny",2\n3\n', 4),
        (b'a,b\n"x,y",2\n"p,q"\n', 3),
        (b"a,b\n\n\n1,2,3\n", 4),
    ],
)
def test_ragged_lines(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(sn.DataError, match=f"line {line}") as caught:
        rows(path)
    assert caught.value.position == (line, 1)


def test_lines_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b'a,b\n\n1,"x\n\ny"\n\n2,3\n')
    assert rows(path) == [("1", "x\n\ny"), ("2", "3")]
    file = TextFile(path)
    assert [file.line_of_row(row) for row in range(3)] == [3, 7, None]


def test_odd_files(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"")
    with pytest.raises(sn.DataError, match="empty"):
        rows(path)
    path.write_bytes(b"a,b\n1,2\n\xff,2\n")
    with pytest.raises(sn.DataError, match="line 3: not valid UTF-8"):
        rows(path)
    path.write_bytes(b"a,b\n")
    assert rows(path) == []
    (tmp_path / "x.xls").write_bytes(b"")
    with pytest.raises(sn.DataError, match="what kind of file"):
        rows(tmp_path / "x.xls")


def test_bad_values_name_their_line(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b'id,age,city\n001,20,"a\nb"\n\n002,forty,x\n')
    with pytest.raises(sn.DataError) as caught:
        build(tmp_path)
    message = str(caught.value)
    assert "people.csv" in message
    assert "line 5" in message
    assert "age" in message
    assert "forty" in message
    assert "invalid" in message
    assert caught.value.position is not None
    assert caught.value.position[0] == 5


def test_missing_column(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"id,Age,city\n001,20,x\n")
    with pytest.raises(sn.DataError, match="age"):
        build(tmp_path)


def test_nothing_is_dropped_silently(tmp_path: Path) -> None:
    schema = SCHEMA.replace(
        'key = "id"', 'key = "id"\nmissing_key = "skip"\nrepeats = "first"'
    ).replace('age = "integer"', 'age = { type = "integer", invalid = "missing" }')
    (tmp_path / "people.csv").write_bytes(b"id,age,city\n1,20,x\n,3,y\n1,4,z\n2,old,w\n")
    store = build(tmp_path, schema)
    (report,) = store.report or ()
    assert (report.read, report.kept) == (4, 2)
    assert sum(report.skipped.values()) == 2
    assert sum(report.notes.values()) == 1
    assert "read 4 rows, kept 2" in str(report)


def test_schema_files(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(PEOPLE)
    (tmp_path / "people.toml").write_text(SCHEMA)
    check(sn.build(tmp_path / "people.toml"))
    check(sn.build(str(tmp_path / "people.toml")))
    with pytest.raises(sn.SchemaError, match="no schema file"):
        sn.build(tmp_path / "nothing.toml")
    with pytest.raises(sn.SchemaError) as caught:
        sn.build("[tables.people\nkey = 1")
    assert caught.value.position is not None
    assert caught.value.position[0] == 1
    with pytest.raises(sn.SchemaError, match="colums"):
        sn.build(SCHEMA.replace("columns", "colums"))
    with pytest.raises(sn.SchemaError, match="no source"):
        sn.build(SCHEMA.replace('source = "people.csv"', ""))


def test_days_of_calendars_need_no_quotes(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"id,joined\n1,2025-05-07\n2,2025-05-08\n")
    schema = """
[tables.people]
source = "people.csv"
key = "id"
columns.joined = "date"
[calendars.sale]
2025 = [2025-05-01, 2025-05-07]
"""
    assert build(tmp_path, schema).count('joined in calendar("sale", 2025)') == 1
    with pytest.raises(sn.SchemaError, match=r"calendars\.sale\.2025: expected the first and the"):
        build(tmp_path, schema.replace("2025-05-01,", "2025-05-01 08:00:00,"))
