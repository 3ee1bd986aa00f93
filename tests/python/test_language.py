"""Python says all that the language says: every line that documents or tests the language has a
Python spelling, here or in docs/python.md, and both are one tree."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import seine as sn
from language_lines import FRAGMENTS, LINES, PARSER_ONLY
from seine import _core
from seine.shape import Shape
from seine.tables import TableNode

ROOT = Path(__file__).resolve().parents[2]

# Columns by type; `->` names a lookup.
MEMBERS = {
    "bool": "subscribed a b c d p q r",
    "integer": "age points year_of_birth x y in",
    "decimal": "amount price",
    "date": "birthday",
    "timestamp": "at joined_at",
    "set": "tags",
    "text": "name email phone sku product override tier",
    "category": "gender city billing_city shipping_city",
}
TABLES: dict[str, tuple[str | None, dict[str, str]]] = {
    "members": (None, MEMBERS),
    "orders": (
        "members",
        {
            "timestamp": "at",
            "category": "channel store",
            "decimal": "amount",
            "integer": "a b c",
        },
    ),
    "items": (
        "orders",
        {"integer": "quantity", "decimal": "price", "category->products": "product"},
    ),
    "returns": ("members", {"timestamp": "at", "category": "product"}),
    "messages": ("members", {"timestamp": "at", "category": "campaign kind"}),
    "views": ("members", {"timestamp": "at", "category": "offer"}),
    "completions": ("members", {"timestamp": "at", "category": "offer"}),
    "redemptions": ("members", {"timestamp": "at", "category->coupons": "coupon"}),
    "x": ("members", {"timestamp": "at"}),
}
LOOKUPS = {
    "products": {"category": "category", "decimal": "price"},
    "coupons": {"set": "products"},
    "odd": {"integer": "in"},
}


def columns(types: dict[str, str]) -> dict[str, Any]:
    found = {}
    for kind, names in types.items():
        type_, _, lookup = kind.partition("->")
        for name in names.split():
            found[name] = {"type": type_, **({"lookup": lookup} if lookup else {})}
    return found


def handles() -> dict[str, Any]:
    tables = {
        name: {"columns": columns(types), **({"parent": parent} if parent else {})}
        for name, (parent, types) in TABLES.items()
    }
    odd = {"first name": {"type": "text"}, "weird name": {"type": "category", "lookup": "odd"}}
    tables["members"]["columns"].update(odd)
    lookups = {name: {"columns": columns(types)} for name, types in LOOKUPS.items()}
    shape = Shape(tables, lookups, "members")

    class Store:
        key = sn.member

        def __getattr__(self, name: str) -> TableNode:
            return TableNode(shape, name)

    store = Store()
    return {
        "sn": sn,
        "dt": dt,
        "Decimal": Decimal,
        "store": store,
        "c": store.members,
        "o": store.orders,
        "i": store.items,
        "m": store.messages,
        "v": store.views,
        "completions": store.completions,
        "redemptions": store.redemptions,
        "returns": store.returns,
        "named": store.orders.alias("o"),
    }


def documented() -> Iterator[tuple[str, str]]:
    """The rows `text | Python` of the tables in docs/python.md."""
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    section = page.partition("## The whole language")[2]
    for row in re.findall(r"^\| (`.*`) \|$", section, re.M):
        cells = re.split(r"(?<!\\)\|", row.replace("``", "`"))
        text, python = (cell.strip().strip("`").replace("\\|", "|") for cell in cells)
        yield text, python


PAIRS = {**dict(documented()), **LINES}


@pytest.mark.parametrize("text", PAIRS)
def test_one_tree(text: str) -> None:
    read = _core.Definition(text)
    said = sn.filters.as_filter(eval(PAIRS[text], handles()))
    assert said.to_text() == read.include_text
    assert said.definition() == read
    # And through text and JSON again.
    assert _core.Definition(said.to_text()) == read
    assert _core.Definition(json.dumps(said.to_json())) == read


def without_comment(line: str) -> str:
    return re.sub(r"\s+#.*", "", line).strip()


def language_page() -> list[str]:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```filter\n(.*?)^```$", page, re.M | re.S)
    return [without_comment(line) for block in blocks for line in block.splitlines()]


def parser_examples() -> list[str]:
    source = (ROOT / "tests" / "query" / "language_examples.cc").read_text(encoding="utf-8")
    return [without_comment(line) for line in re.findall(r'R"f\((.*?)\)f"', source, re.S)]


@pytest.mark.parametrize("lines", [language_page, parser_examples])
def test_every_line_has_its_python(lines: Any) -> None:
    assert len(lines()) > 50, "the lines moved"
    known = {*PAIRS, *PARSER_ONLY, *FRAGMENTS}
    assert [line for line in lines() if line not in known] == []
    assert [whole for whole in FRAGMENTS.values() if whole not in PAIRS] == []


UNITS = ("minutes", "hours", "days", "weeks", "months", "quarters", "years")


def test_units() -> None:
    at, joined_at = handles()["c"].at, handles()["c"].joined_at
    orders = handles()["o"]
    for unit in UNITS:
        since = getattr(sn, f"{unit}_since")(at)
        between = getattr(sn, f"{unit}_between")(joined_at, at)
        distinct = getattr(orders.at, f"distinct_{unit}")()
        later = at + getattr(sn, unit)(3)
        assert (since > 3).to_text() == f"{unit} since at > 3"
        assert (between > 3).to_text() == f"{unit} from joined_at to at > 3"
        assert (distinct > 3).to_text() == f"distinct {unit}(orders.at) > 3"
        assert (later > "2011-09").to_text() == f"at + 3 {unit} > 2011-09"
        assert (at < sn.ago(3, unit)).to_text() == f"at < 3 {unit} ago"
        assert at.in_last(1, unit).to_text() == f"at in last 1 {unit[:-1]}"


def operators_said() -> set[str]:
    """The operators of JSON in every pair, and in what comes in too many shapes for a table."""
    c = handles()["c"]
    said = [sn.filters.as_filter(eval(python, handles())) for python in PAIRS.values()]
    said += [getattr(sn, f"{unit}_since")(c.at) > 1 for unit in UNITS]
    said += [getattr(sn, f"{unit}_between")(c.at, c.at) > 1 for unit in UNITS]
    said += [getattr(handles()["o"].at, f"distinct_{unit}")() > 1 for unit in UNITS]
    for value in (c.name, c.name.not_):
        for test in ("equals", "contains", "starts_with", "ends_with", "like", "matches"):
            said += [getattr(value, test)("x"), getattr(value, test)("x", ignoring_case=True)]
        said.append(value.is_in(["x"], ignoring_case=True))
    for value in (c.tags, c.tags.not_):
        for test in ("has", "has_any", "has_all", "has_none", "has_only"):
            said += [getattr(value, test)("x"), getattr(value, test)("x", ignoring_case=True)]
    compared = (c.name < "m", c.name <= "m", c.name > "m", c.name >= "m")
    said += [test.ignoring_case() for test in compared]
    found: set[str] = set()

    def walk(tree: Any) -> None:
        if isinstance(tree, dict):
            found.update(tree)
        for part in tree.values() if isinstance(tree, dict) else tree:
            if isinstance(part, (dict, list)):
                walk(part)

    for filter_ in said:
        walk(filter_.to_json())
    return found


def test_every_operator_of_json_has_its_python() -> None:
    schema = json.loads((ROOT / "docs" / "filter.schema.json").read_text(encoding="utf-8"))
    operators = set(schema["$defs"]["node"]["properties"])
    assert len(operators) > 100
    # These are JSON's own spellings of a literal and of filter text.
    assert operators - operators_said() == {"integer", "text", "filter"}
