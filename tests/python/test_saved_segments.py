"""Segments that are saved with a store are checked before it is published."""

from __future__ import annotations

from pathlib import Path

import pytest
import seine as sn
from shop_data import SCHEMA, shop_frames


def build(path: Path | None, **segments: str) -> sn.Store:
    return sn.build({**SCHEMA, "segments": segments}, path, **shop_frames())


@pytest.mark.parametrize(
    ("segments", "name", "position", "message"),
    [
        ({"good": "age > 5", "x": "city = 'A' and agee > 5"}, "x", (1, 16), "did you mean `age`"),
        ({"x": "age >"}, "x", (1, 6), "expected a filter"),
        ({"x": 'segment("y")'}, "x", (1, 1), 'unknown segment "y"'),
        ({"a": 'segment("b")', "b": 'not segment("a")'}, "a", (1, 1), "refers to itself"),
        ({"x": "age = 'old'"}, "x", (1, 7), "is an integer"),
    ],
)
@pytest.mark.parametrize("on_disk", [False, True])
def test_a_wrong_segment_is_refused(
    tmp_path: Path,
    segments: dict[str, str],
    name: str,
    position: tuple[int, int],
    message: str,
    on_disk: bool,
) -> None:
    path = tmp_path / "s" if on_disk else None
    old = build(path, good="age > 5")
    with pytest.raises(sn.SchemaError, match=message) as caught:
        build(path, **segments)
    assert caught.value.message.startswith(f'the segment "{name}" of the schema: ')
    assert caught.value.position == position
    assert "\n  " in str(caught.value)
    assert "^" in str(caught.value)
    if path is not None:
        assert sn.open(path).version == old.version
        assert sn.open(path).count(sn.segment("good")) == 5
        assert len(list(path.glob("g*"))) == 1


def test_what_the_asker_gives_may_be_missing() -> None:
    store = build(None, listed='member in list("mine")', older="age > 30 and segment('listed')")
    assert store.count(sn.segment("listed"), lists={"mine": [1, 2]}) == 2
    assert store.count(sn.segment("older"), lists={"mine": [1, 2]}) == 1
    with pytest.raises(sn.SchemaError, match=r"it has the parameter `\$least`; a saved segment"):
        build(None, older="age > $least")
