"""Versions of one store: its id outlives a rebuild, and audiences of two versions combine by key.
What comes from two stores is refused."""

from __future__ import annotations

import operator
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import seine as sn
from shop_data import SCHEMA, shop_frames

PEOPLE = {"tables": {"people": {"key": "k", "columns": {"n": "integer"}}}}


def people(**numbers: int) -> pl.DataFrame:
    return pl.DataFrame({"k": list(numbers), "n": list(numbers.values())})


def versions(path: Path, cluster: str | None = None) -> tuple[sn.Store, sn.Store]:
    """`a` and `b` are gone in the second, `e` and `f` are new, and what clusters them is turned."""
    table = {**PEOPLE["tables"]["people"], **({"cluster": cluster} if cluster else {})}
    schema = {"tables": {"people": table}}
    one = sn.build(schema, path, people=people(a=1, b=2, c=3, d=4, x=5))
    two = sn.build(schema, path, people=people(x=1, f=2, e=3, d=4, c=5))
    return one, two


OPERATIONS: list[Callable[..., object]] = [
    operator.and_,
    operator.or_,
    operator.sub,
    operator.xor,
]


@pytest.mark.parametrize("cluster", [None, "n"])
@pytest.mark.parametrize("swapped", [False, True])
def test_set_operations_are_by_key(tmp_path: Path, cluster: str | None, swapped: bool) -> None:
    one, two = versions(tmp_path / "s", cluster)
    if swapped:
        one, two = two, one
    keys = [sorted(store.everyone().keys().tolist()) for store in (one, two)]
    for left in ([], keys[0][:2], keys[0][1:4], keys[0]):
        for right in ([], keys[1][:3], keys[1][2:], keys[1]):
            a, b = one.audience_of(left), two.audience_of(right)
            for operation in OPERATIONS:
                combined = operation(a, b)
                assert isinstance(combined, sn.Audience)
                expected = operation(set(left), set(right))
                assert isinstance(expected, set)
                assert combined.store is one
                assert set(combined.keys().tolist()) == expected & set(keys[0])
                lost = len(expected - set(keys[0]))
                assert len(combined.warnings) == (lost > 0)
                assert not lost or f"{lost} member" in combined.warnings[0]
            assert a.isdisjoint(b) == set(left).isdisjoint(right)
            assert a.issubset(b) == set(left).issubset(right)
            assert (a == b) == (set(left) == set(right))


def test_the_id_outlives_a_rebuild(tmp_path: Path) -> None:
    one, two = versions(tmp_path / "s")
    assert one.id == two.id == sn.open(tmp_path / "s").id
    assert one.content_id == one.id
    assert two.content_id != two.id
    # The first build takes it from the content, so equal builds have equal ids and bytes.
    fresh, _ = versions(tmp_path / "t")
    same = sn.build(PEOPLE, people=people(x=5, d=4, c=3, b=2, a=1))
    assert fresh.id == one.id == same.id == same.content_id
    third = sn.build(PEOPLE, tmp_path / "u", people=people(x=1, f=2, e=3, d=4, c=5))
    assert third.id == third.content_id == two.content_id
    files = [sorted(p for p in (tmp_path / s).rglob("*") if p.is_file()) for s in ("s", "t")]
    assert [p.read_bytes() for p in files[0]] == [p.read_bytes() for p in files[1]]


def test_copies_that_went_apart_combine_by_key(tmp_path: Path) -> None:
    """Both are version 2 of the store that was copied, and number their members differently."""
    import shutil

    sn.build(PEOPLE, tmp_path / "s", people=people(a=1, c=3))
    shutil.copytree(tmp_path / "s", tmp_path / "t")
    one = sn.build(PEOPLE, tmp_path / "s", people=people(a=1, b=2, c=3))
    two = sn.build(PEOPLE, tmp_path / "t", people=people(c=3, d=4))
    assert one.version == two.version == 2
    assert (one.everyone() & two.everyone()).keys().tolist() == ["c"]


def test_a_damaged_store_gets_a_new_id(tmp_path: Path) -> None:
    one, _ = versions(tmp_path / "s")
    (tmp_path / "s" / "CURRENT").write_text("rubbish")
    again = sn.build(PEOPLE, tmp_path / "s", people=people(a=1))
    assert again.id == again.content_id != one.id


def test_keys_of_two_types_have_nothing_in_common(tmp_path: Path) -> None:
    one = sn.build(PEOPLE, tmp_path / "s", people=people(a=1))
    two = sn.build(PEOPLE, tmp_path / "s", people=pl.DataFrame({"k": [1], "n": [1]}))
    with pytest.raises(sn.StoreError, match="keys of one version of this store are text"):
        one.everyone() & two.everyone()


def other_shop() -> sn.Store:
    frames = shop_frames()
    frames["customers"] = frames["customers"].with_columns(age=pl.lit(7))
    return sn.build(SCHEMA, **frames)


def test_expressions_of_two_stores_do_not_mix(shop: sn.Store, tmp_path: Path) -> None:
    other = other_shop()
    c, o, c2, o2 = shop.customers, shop.orders, other.customers, other.orders
    for mistake in (
        lambda: c.city == c2.city,
        lambda: (c.age > 5) & (c2.age > 5),
        lambda: c.age.is_in([1, c2.age]),
        lambda: c.age + c2.age,
        lambda: o.where(o2.amount > 3),
        lambda: o.where(o2.any()),
        lambda: sn.sequence(o).then(o2),
        lambda: o.amount.sum().in_top(3, per=c2.city),
        lambda: sn.rfm(o, o2.amount, 5).recency,
        lambda: sn.at_least(1, c.age > 5, c2.age > 5),
        lambda: o.amount.sum(of=o2),
    ):
        with pytest.raises(sn.FilterError, match="mixes columns of two stores"):
            mistake()
    of_other = c2.city == "Taipei"
    for asked in (
        lambda: shop.count(of_other),
        lambda: shop.count(c2.subscribed),
        lambda: shop.count("everyone", {"a": of_other}),
        lambda: shop.count('segment("a")', segments={"a": of_other}),
        lambda: shop.audiences([of_other]),
        lambda: shop.everyone().profile(c2.city),
        lambda: shop.everyone().to_polars(columns=[c2.city]),
    ):
        with pytest.raises(sn.FilterError, match="another store"):
            asked()


def test_expressions_are_of_every_version_of_their_store(tmp_path: Path) -> None:
    one, two = versions(tmp_path / "s")
    opened = sn.open(tmp_path / "s")
    both = (one.people.n > 1) & (opened.people.n < 5)
    assert one.count(both) == 3
    assert two.count(both) == opened.count(both) == 3
    same = sn.build(SCHEMA, **shop_frames())
    assert same.count(sn.build(SCHEMA, **shop_frames()).customers.age > 30) == 2
