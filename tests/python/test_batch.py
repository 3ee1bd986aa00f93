"""Many definitions asked at once, and segments given with the question."""

from __future__ import annotations

import datetime as dt

import pytest
import seine as sn
from shop_data import ids


def test_a_list_gives_a_list(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    asked = [
        c.gender == "F",
        "any orders where amount > 50",
        {"=": [{"col": "gender"}, "F"]},
        'include: everyone\nexclude "women": gender = "F"',
        (o.any(), {"women": c.gender == "F", "none": "nobody"}),
        {"include": o.any(), "exclude": {"women": 'gender = "F"'}},
        {"include": {"=": [{"col": "gender"}, "F"]}, "exclude": {"young": "age < 30"}},
    ]
    audiences = shop.audiences(asked)
    assert isinstance(audiences, list)
    alone = [
        shop.audience(c.gender == "F"),
        shop.audience("any orders where amount > 50"),
        shop.audience(c.gender == "F"),
        shop.audience("everyone", {"women": "gender = 'F'"}),
        shop.audience(o.any(), {"women": c.gender == "F", "none": "nobody"}),
        shop.audience(o.any(), {"women": c.gender == "F"}),
        shop.audience(c.gender == "F", {"young": "age < 30"}),
    ]
    for one, same in zip(audiences, alone, strict=True):
        assert ids(one) == ids(same)
        assert one.excluded == same.excluded
        assert one.info.definition == same.info.definition
        assert one.text == same.text
        assert one.as_of == same.as_of
    assert shop.audiences([]) == []


def test_a_dict_gives_a_dict(shop: sn.Store) -> None:
    audiences = shop.audiences(
        {"often": "count(orders) >= 2", "city": 'city = "Taipe"', "all": sn.everyone}
    )
    assert list(audiences) == ["often", "city", "all"]
    assert ids(audiences["often"]) == ids(shop.audience("count(orders) >= 2"))
    assert any("Taipei" in warning for warning in audiences["city"].warnings)
    assert len(audiences["all"]) == len(shop)


def test_options_are_the_batchs(shop: sn.Store) -> None:
    early = shop.audiences(["any orders", "no orders"], as_of="2025-01-01", timezone="UTC")
    assert [ids(a) for a in early] == [[3], [1, 2, 4, 5, 6]]
    assert {a.as_of for a in early} == {dt.datetime(2025, 1, 1, tzinfo=dt.UTC)}
    chosen = shop.audiences(
        {"by city": "city in $cities", "by age": "age >= $least", "all": "everyone"},
        cities=["Taipei", "London"],
        least=30,
    )
    assert len(chosen["by city"]) == 4
    assert chosen["by age"].explain().info.count == len(chosen["by age"])
    with pytest.raises(sn.FilterError, match=r"no definition has a parameter `\$leest`"):
        shop.audiences(["age >= $least", "everyone"], least=30, leest=1)
    with pytest.raises(sn.FilterError, match=r"^definitions\[1\]: no value was given for `\$x`"):
        shop.audiences(["age >= $least", "age >= $x"], least=30)
    listed = shop.audiences(
        ['member in list("mine")', 'segment("close") and age > 0'],
        lists={"mine": [1, 2, 99]},
        segments={"close": shop.customers.city == "Taipei"},
    )
    assert ids(listed[0]) == [1, 2]
    assert ids(listed[1]) == ids(shop.audience('city = "Taipei" and age > 0'))
    assert listed[1].explain().info.count == len(listed[1])


def test_errors_name_the_definition(shop: sn.Store) -> None:
    with pytest.raises(sn.FilterError) as caught:
        shop.audiences({"vip": "everyone", "women": 'age > 1 and gendr = "F"'})
    assert caught.value.position == (1, 13)
    assert "gender" in (caught.value.hint or "")
    assert str(caught.value).startswith('definitions["women"]: unknown column `gendr`')
    assert "^^^^^" in str(caught.value)
    with pytest.raises(sn.FilterError) as caught:
        shop.audiences(["everyone", "age > and"])
    assert str(caught.value).startswith("definitions[1]: ")
    assert caught.value.position == (1, 7)
    with pytest.raises(sn.FilterError, match=r"^definitions\[0\]: 3 is not a filter"):
        shop.audiences([3])  # type: ignore[list-item]
    with pytest.raises(sn.FilterError, match="list of definitions"):
        shop.audiences("everyone")
    in_exclusion = r'^definitions\["x"\]: in the exclusion "y": unknown column'
    with pytest.raises(sn.FilterError, match=in_exclusion):
        shop.audiences({"x": ("everyone", {"y": "agee > 3"})})
    with pytest.raises(TimeoutError):
        shop.audiences(["count(orders) >= 1"] * 3, timeout=1e-9)


def test_agrees_with_one_by_one(retail: sn.Store) -> None:
    texts = [f"sum(orders.amount) >= {50 * i} and count(orders) >= {i % 3}" for i in range(12)] + [
        "sum(orders.amount) in top 20%",
        "not (sum(orders.amount) in top 20%)",
    ]
    for text, audience in zip(texts, retail.audiences(texts, threads=2), strict=True):
        assert audience.keys().tolist() == retail.audience(text).keys().tolist()


def test_segments_given_with_the_question(shop: sn.Store) -> None:
    c = shop.customers
    segments = {"women": c.gender == "F", "text": "age >= 29", "json": {"exists": {"col": "city"}}}
    asked = sn.segment("women") & sn.segment("text") & sn.segment("json")
    wanted = '(gender = "F") and age >= 29 and city exists'
    assert ids(shop.audience(asked, segments=segments)) == ids(shop.audience(wanted))
    assert shop.count(asked, segments=segments) == shop.count(wanted)
    assert shop.compile(asked, segments=segments).count() == shop.count(wanted)
    assert shop.explain(asked, segments=segments).info.count == shop.count(wanted)
    # They go before the store's own.
    assert shop.count('segment("loyal")', segments={"loyal": "nobody"}) == 0
    with pytest.raises(sn.FilterError, match=r'in the segment "bad" at 1:1: unknown column'):
        shop.count('segment("bad")', segments={"bad": "agee > 3"})
