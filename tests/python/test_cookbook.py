"""The recipes of docs/cookbook: each says one thing three times, in text, Python and JSON, and
selects the members that SQL selects over the demo store's raw files.

A page's SQL is in cookbook/PAGE.sql, `-- recipe: NAME` before each query. It was written from what
the recipe says in words, and knows nothing of Seine.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
import seine as sn
import xxhash
from seine import _core
from seine.datasets import schema_path
from seine.datasets.generator import Retail
from seine.datasets.generator.__main__ import write
from weakened import weakened

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "docs" / "cookbook" / "README.md"
PAGES = sorted(set(README.parent.glob("*.md")) - {README})
QUERIES = Path(__file__).parent / "cookbook"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)

MEMBERS = 20_000
# What audiences.md uploads, its parameters, and the salts of its splits with the number of parts.
LISTS = {"stand": [1, 17, 4711, 8000, 9001, 12345]}
PARAMETERS = {"campaign": "double-11 2025", "least": 50}
SPLITS = {"spring 2026": 10, "subject line, May": 2}


# Whom "Known, or not said" does not select, and what would change that, or does not any more.
NEITHER = {
    "country": "Germany", "email": "a@example.org", "gender": "F", "children": 4, "age": 25,
    "education": "secondary", "occupation": "health", "relationship": "married",
}  # fmt: skip
NEAR_MISSES: list[dict[str, Any]] = [
    {}, {"age": 31}, {"education": "university"}, {"education": None}, {"occupation": "retail"},
    {"relationship": "single"}, {"relationship": None}, {"age": 31, "country": "France"},
    {"age": 31, "email": None}, {"age": 31, "gender": "M"}, {"age": 31, "children": 3},
]  # fmt: skip


@dataclass(frozen=True)
class Recipe:
    page: str
    name: str
    text: str
    python: str
    json: str

    def __str__(self) -> str:
        return f"{self.page}: {self.name}"


def read(page: Path) -> Iterator[Recipe]:
    for section in re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.M)[1:]:
        name = section.partition("\n")[0].strip()
        found = [match.groups() for match in BLOCK.finditer(section)]
        languages = [language for language, _ in found]
        assert languages[0] in ("filter", "definition"), f"{page.name}: {name} has {languages}"
        assert languages[1:] == ["python", "json"], f"{page.name}: {name} has {languages}"
        yield Recipe(page.stem, name, *(body for _, body in found))


def queries(page: str) -> dict[str, str]:
    source = (QUERIES / f"{page}.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- recipe: (.*)\n", source, flags=re.M)[1:]
    names = parts[::2]
    assert len(set(names)) == len(names), f"{page}.sql has a recipe twice"
    return dict(zip(names, parts[1::2], strict=True))


RECIPES = [recipe for page in PAGES for recipe in read(page)]
each_recipe = pytest.mark.parametrize("recipe", RECIPES, ids=str)


@dataclass(frozen=True)
class Demo:
    store: sn.Store
    raw: duckdb.DuckDBPyConnection
    folder: Path
    names: dict[str, Any]  # that the recipes' Python uses


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "retail"
    write(Retail(MEMBERS, seed=3), folder)
    near_misses(folder / "members")
    store = sn.build(folder / "retail.toml")
    raw = duckdb.connect()
    tables = (QUERIES / "tables.sql").read_text(encoding="utf-8")
    raw.execute(tables.replace("{folder}", folder.as_posix()))
    raw.register("splits", splits())
    raw.execute("create table buckets as from splits")
    names: dict[str, Any] = {"sn": sn, "pl": pl, "store": store}
    (handles,) = (body for language, body in blocks(README) if language == "python")
    exec(handles, names)
    return Demo(store, raw, folder, names)


def near_misses(folder: Path) -> None:
    """Eleven members more, each of whom decides on a condition of "Known, or not said": among some
    thousands, hardly any would."""
    frame = pl.read_parquet(folder / "00000.parquet").head(len(NEAR_MISSES))
    changed = pl.DataFrame([NEITHER | change for change in NEAR_MISSES])
    frame.with_columns(
        pl.col("member") + MEMBERS,
        *(changed[name].cast(frame.schema[name]) for name in NEITHER),
    ).write_parquet(folder / "near_misses.parquet")


def splits() -> pl.DataFrame:
    """Of each split, the part that each member is in: a hash of salt and key, scaled."""
    rows = [
        (salt, member, xxhash.xxh3_64_intdigest(f"{salt}\x1f{member}".encode()) * parts >> 64)
        for salt, parts in SPLITS.items()
        for member in range(1, MEMBERS + len(NEAR_MISSES) + 1)
    ]
    return pl.DataFrame(rows, schema=["salt", "id", "bucket"], orient="row")


def blocks(path: Path) -> list[tuple[str, ...]]:
    return [match.groups() for match in BLOCK.finditer(path.read_text(encoding="utf-8"))]


def value_of(source: str, names: dict[str, Any]) -> Any:
    """What the last line of a block is worth."""
    *before, last = ast.parse(source).body
    assert isinstance(last, ast.Expr)
    scope = dict(names)
    exec(compile(ast.Module(before, []), "recipe", "exec"), scope)
    return eval(compile(ast.Expression(last.value), "recipe", "eval"), scope)


def said_in_python(source: str, names: dict[str, Any]) -> _core.Definition:
    said = value_of(source, names)
    if isinstance(said, sn.CompiledQuery):
        return said.definition
    return sn.filters.as_filter(said).definition()


@each_recipe
def test_text_python_and_json_are_one_tree(demo: Demo, recipe: Recipe) -> None:
    read = _core.Definition(recipe.text)
    assert said_in_python(recipe.python, demo.names) == read
    assert _core.Definition(recipe.json) == read, f"the JSON is {read.json}"


def selected(demo: Demo, recipe: Recipe, said: str = "") -> sn.Audience:
    """The members of the recipe, or of what else is said with its parameters."""
    said = said or recipe.text
    parameters = {
        name: value
        for name, value in PARAMETERS.items()
        if f"${name}" in said or f'"param": "{name}"' in said
    }
    return demo.store.audience(said, lists=LISTS, **parameters)


@each_recipe
def test_members_are_those_of_sql(demo: Demo, recipe: Recipe) -> None:
    audience = selected(demo, recipe)
    assert audience.warnings == []
    assert 0 < len(audience) < MEMBERS
    rows = demo.raw.execute(queries(recipe.page)[recipe.name]).fetchall()
    assert set(audience.keys().tolist()) == {row[0] for row in rows}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_recipe_has_its_sql(page: Path) -> None:
    assert [*queries(page.stem)] == [recipe.name for recipe in read(page)]


def test_the_index_has_every_recipe() -> None:
    index = re.findall(
        r"^\| \[([\w-]+)\.md\]\(\1\.md\) \| (.*) \|$", README.read_text("utf-8"), re.M
    )
    assert sorted((page, names.split(" · ")) for page, names in index) == [
        (page.stem, [recipe.name for recipe in read(page)]) for page in PAGES
    ]
    assert len(RECIPES) > 150, "the recipes moved"


# Conditions without which a recipe selects the same members of this store, and why.
SELECTS_THE_SAME = {
    ("Ten best of each city", 'among {"any": "orders"}'): "every city has ten buyers",
}


@each_recipe
def test_every_condition_counts(demo: Demo, recipe: Recipe) -> None:
    """Whatever is left out of a recipe, it selects others: so its SQL has to say it, too."""
    whole, same = selected(demo, recipe), []
    for left_out, rest in weakened(json.loads(recipe.json)):
        if selected(demo, recipe, json.dumps(rest)) == whole:
            same.append((recipe.name, left_out))
    assert same == [key for key in SELECTS_THE_SAME if key[0] == recipe.name]


@pytest.mark.parametrize(
    ("names", "whole"),
    [
        ("Came back for more than an average order|Came back for less|Never came back"
         "|Bought, but not that day", "any orders"),
        ("NAPL: .*", "everyone"),
        ("NES .*", "any orders"),
        ("Store only|Online only|Online and in store", "any orders"),
        ("Single channel|Cross channel", "any orders"),
    ],
)  # fmt: skip
def test_siblings_share_the_members(demo: Demo, names: str, whole: str) -> None:
    """Each member of the whole is in exactly one of them."""
    siblings = [selected(demo, recipe) for recipe in RECIPES if re.fullmatch(names, recipe.name)]
    union = demo.store.audience("nobody")
    for sibling in siblings:
        assert union.isdisjoint(sibling)
        union = union | sibling
    assert union == demo.store.audience(whole)
    assert len(siblings) >= 2


@pytest.mark.parametrize("recipe", ["Due for upgrade", "The vital few"])
def test_the_store_saves_what_the_recipe_says(recipe: str) -> None:
    (text,) = (found.text for found in RECIPES if found.name == recipe)
    segments = tomllib.loads(schema_path("retail").read_text(encoding="utf-8"))["segments"]
    saved = segments[recipe.removeprefix("The ").lower()]
    assert _core.Definition(saved) == _core.Definition(text)


def test_the_share_that_the_top_fifth_holds(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (README.parent / "ranks.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python example\n(.*?)^```$", page, re.M | re.S)
    monkeypatch.chdir(demo.folder.parent)
    top = queries("ranks")["Top fifth by spend"]
    held = f"select sum(total) filter (id in ({top})) / sum(total) from spent"
    (share,) = demo.raw.execute(held).fetchone() or ()
    assert 0.5 < share < 1
    assert float(value_of(example, demo.names)) == pytest.approx(share)
