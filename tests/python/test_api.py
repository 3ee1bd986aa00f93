"""Stores, audiences, queries: what a notebook does."""

from __future__ import annotations

import datetime as dt
import signal
import threading
import time

import pytest
import seine as sn
from shop_data import ids


def test_counts_by_hand(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    assert shop.count("everyone") == 6
    assert shop.count("nobody") == 0
    assert ids(shop.audience(c.gender == "F")) == [1, 3, 4, 6]
    assert ids(shop.audience(c.gender != "F")) == [2]
    assert ids(shop.audience(~(c.gender == "F"))) == [2, 5]
    assert ids(shop.audience(c.age.between(29, 34))) == [1, 3, 4]
    assert ids(shop.audience(c.tags.has_any("vip", "blocked"))) == [1, 4, 5]
    assert ids(shop.audience(c.tags.has_none("vip"))) == [2, 3, 4, 6]
    assert ids(shop.audience(c.spend == 10.5)) == [1, 6]
    assert ids(shop.audience(c.score <= 0)) == [4, 6]
    assert ids(shop.audience(c.name.equals("AMY", ignoring_case=True))) == [1, 6]
    assert ids(shop.audience(c.subscribed)) == [1, 4, 5]
    assert ids(shop.audience(c.born < "1990-03-01")) == [1, 2]
    assert ids(shop.audience(o.any())) == [1, 2, 3, 4]
    assert ids(shop.audience(o.no())) == [5, 6]
    assert ids(shop.audience(o.where(o.channel == "line").any())) == [1, 2]
    assert ids(shop.audience(o.where(o.at.in_("2025-03")).any())) == [1]
    assert ids(shop.audience(o.where(o.at.in_("2025-04")).any())) == [2]
    assert ids(shop.audience(o.amount.sum() >= 100)) == [1, 4]
    assert ids(shop.audience(o.all(o.amount >= 50))) == [1, 2]
    wine = o.items.where(o.items.product.category == "wine")
    assert ids(shop.audience(wine.any())) == [1, 2, 3]
    assert ids(shop.audience(sn.segment("loyal"))) == ids(shop.audience(o.count() >= 2)) != []
    with pytest.raises(sn.FilterError, match=r'unknown segment "loyl".*did you mean `loyal`'):
        shop.audience(sn.segment("loyl"))
    assert ids(shop.audience(shop.key.is_in([2, 5, 77]))) == [2, 5]


def test_include_and_exclude(shop: sn.Store) -> None:
    c = shop.customers
    a = shop.audience(
        c.gender == "F",
        exclude={"blocked": c.tags.has("blocked"), "young": "age < 30", "text": "name = 'amy'"},
    )
    assert ids(a) == [3]
    assert {name: (e.alone, e.removed) for name, e in a.excluded.items()} == {
        "blocked": (1, 1),
        "young": (2, 2),
        "text": (1, 0),
    }
    assert a.info.count == 1
    assert a.info.population == 6
    assert shop.audience("gender = 'F'", ["blocked: tags has 'blocked'"]) == shop.audience(
        "include: gender = 'F'\nexclude \"b\": tags has 'blocked'"
    )
    with pytest.raises(sn.FilterError, match="needs a name"):
        shop.audience("everyone", exclude="age < 3")
    with pytest.raises(sn.FilterError):
        shop.audience("everyone", exclude=["x: age < 3", "x: age < 4"])


def test_compiled_queries(shop: sn.Store) -> None:
    query = shop.compile("any orders where (channel = $c and amount > $least)")
    assert query.parameters == ["c", "least"]
    assert query.count(c="line", least=100) == 1
    assert query.count(c="line", least=10.5) == 2
    assert ids(query.audience(c="web", least=0)) == [1, 4]
    many = shop.compile("city in $cities")
    assert many.count(cities=["Taipei", "London"]) == 4
    dated = shop.compile("any orders where at >= $day")
    assert dated.count(day=dt.date(2025, 5, 1)) == 1
    with pytest.raises(sn.FilterError, match="c"):
        query.count(least=1)
    listed = shop.compile('member in list("mine")', lists={"mine": [1, 2, 99]})
    with pytest.warns(sn.FilterWarning, match='no member has the key "99"'):
        assert listed.count() == 2


def test_as_of_and_zone(shop: sn.Store) -> None:
    newest = dt.datetime(2025, 5, 20, 8, tzinfo=dt.UTC) + dt.timedelta(microseconds=1)
    a = shop.audience("any orders where at in last 20 days")
    assert a.as_of == newest
    assert ids(a) == [4]
    early = shop.audience("any orders", as_of="2025-01-01")
    assert ids(early) == [3]
    assert early.as_of.isoformat() == "2025-01-01T00:00:00+00:00"
    assert shop.count("any orders", as_of=dt.date(2024, 11, 11)) == 0
    assert shop.count("any orders", as_of=dt.datetime(2024, 11, 11, 1, tzinfo=dt.UTC)) == 1
    april = "any orders where at in 2025-04"
    assert shop.count(april, timezone="UTC") == 0
    assert shop.count(april, timezone="Asia/Taipei") == 2
    with pytest.raises(sn.FilterError, match="zone"):
        shop.count("everyone", timezone="Europe/Lundon")
    with pytest.raises(sn.FilterError):
        shop.count("everyone", as_of="soon")


def test_errors_say_where(shop: sn.Store) -> None:
    with pytest.raises(sn.FilterError) as caught:
        shop.count('gendr = "F"')
    assert caught.value.position == (1, 1)
    assert "gender" in (caught.value.hint or "")
    assert "^^^^^" in str(caught.value)
    with pytest.raises(sn.FilterError) as caught:
        shop.count("age > 3", exclude={"x": "age > 3 and\n  tags = 'vip'"})
    assert caught.value.position == (2, 3)
    assert "has" in (caught.value.hint or "")
    with pytest.raises(ValueError, match="everyone"):
        shop.count("")
    with pytest.raises(sn.FilterError):
        shop.count("(" * 100_000)


def test_warnings_for_unknown_values(shop: sn.Store) -> None:
    with pytest.warns(sn.FilterWarning, match="Taipei"):
        count = shop.count('city = "Taipe"')
    assert count == 0
    assert any("Taipei" in warning for warning in count.warnings)


def test_reprs(shop: sn.Store) -> None:
    a = shop.audience("gender = 'F'", exclude={"b": "tags has 'blocked'"})
    assert "3 of 6 members" in repr(a)
    assert "removed" in a._repr_html_()
    assert "gender" in repr(shop.compile("gender = 'F'"))
    plan = a.explain()
    assert "gender" in str(plan)
    assert plan.root.actual >= 0
    assert plan.cells()[0][0] == "node"


def test_an_uploaded_list_of_a_million_keys(retail: sn.Store) -> None:
    keys = retail.audience("age > 40").keys().tolist()
    strangers = range(10**7, 10**7 + 10**6 - len(keys))
    listed = retail.audience('member in list("upload")', lists={"upload": [*strangers, *keys]})
    assert listed == retail.audience("age > 40")
    assert len(listed.warnings) == 4  # three of the strangers, and how many more


def test_models_are_explained_in_the_language(retail: sn.Store) -> None:
    plan = retail.explain('napl(orders, 3) = "lapsed" or rfm(orders, amount, 5).recency = 5')
    napl, rfm = plan.models
    assert [one.name for one in napl.classes] == ["prospect", "first", "repeat", "lapsed"]
    for one in napl.classes:
        assert retail.audience(one.filter) == retail.audience(f'{napl.text} = "{one.name}"')
    assert retail.audience(f"{rfm.value} = 5") == retail.audience(f"{rfm.text} = 5")
    text = str(plan)
    assert "\nnapl(orders, 3)\n  prospect  no orders\n" in text
    assert "is  ntile(5, latest(orders).at) among (any orders)" in text
    assert plan.to_dict()["models"][0]["classes"]["prospect"] == "no orders"


def test_many_threads(retail: sn.Store) -> None:
    query = retail.compile("count(orders where amount > $least) >= 2")
    expected = {least: query.count(least=least) for least in range(0, 200, 25)}
    wrong: list[int] = []

    def ask() -> None:
        for least, count in expected.items():
            if query.count(least=least) != count:
                wrong.append(least)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_options(retail: sn.Store) -> None:
    text = "sum(orders.amount) >= 100"
    assert retail.count(text, threads=1) == retail.count(text, threads=3)
    with pytest.raises((MemoryError, sn.SeineError)):
        retail.count(text, memory_budget=1)
    with pytest.raises(TimeoutError):
        retail.count(text, timeout=1e-9)
    for forever in (float("inf"), 1e300, 1e10):
        assert retail.count(text, timeout=forever) == retail.count(text)
    for wrong in (float("nan"), -1.0):
        with pytest.raises(ValueError, match="timeout is a number of seconds"):
            retail.count(text, timeout=wrong)


def ask_for_ever(query: sn.CompiledQuery) -> None:
    while True:
        query.count()


@pytest.mark.slow
def test_interrupt(retail: sn.Store) -> None:
    """Ctrl-C ends a query within 100 ms, as KeyboardInterrupt."""
    query = retail.compile("count(orders.items where (product matches '1' and price > 1)) >= 1")
    sent: list[float] = []

    def interrupt() -> None:
        time.sleep(0.2)
        sent.append(time.perf_counter())
        signal.raise_signal(signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        ask_for_ever(query)
    assert time.perf_counter() - sent[0] < 0.1
    thread.join()
    assert query.count() >= 0  # and the store can be asked again


def test_what_a_notebook_shows(shop: sn.Store) -> None:
    assert "customers" in repr(shop.info())
    assert repr(shop.info()) == str(shop.info())
    assert repr(shop.report).startswith("customers: read ")
    page = shop.audience("everyone", exclude={"<b>": "age < 30"})._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>:" not in page
